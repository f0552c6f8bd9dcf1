//! What a page may try with the card, so that a press counts that is not the shopper's own.

/// What a page does to the card; whether Chromium tells of it by itself; and how it is undone.
pub const DECEITS: &[(&str, bool, &str, &str)] = &[
    (
        "something that lets clicks through lies over it",
        true,
        "const cover = document.createElement('div');
         cover.id = 'cover';
         cover.popover = 'manual';
         cover.style.cssText = 'position:fixed;inset:0;width:100%;height:100%;background:#fff;pointer-events:none';
         document.body.append(cover);
         cover.showPopover();",
        "document.querySelector('#cover').remove()",
    ),
    (
        "a cover hides in a closed shadow root",
        true,
        "const nest = document.createElement('div');
         nest.id = 'nest';
         document.body.append(nest);
         const frame = document.createElement('iframe');
         document.body.append(frame);
         const inside = frame.contentWindow.Element.prototype.attachShadow.call(nest, { mode: 'closed' });
         frame.remove();
         const cover = document.createElement('div');
         cover.popover = 'manual';
         cover.style.cssText = 'position:fixed;inset:0;width:100%;height:100%;background:#0008;pointer-events:none';
         inside.append(cover);
         cover.showPopover();",
        "document.querySelector('#nest').remove()",
    ),
    (
        "it is out of the top layer, and the page is all but transparent",
        true,
        "document.querySelector('html > #pointback-card').hidePopover();
         document.documentElement.style.cssText = 'min-height:100vh;opacity:0.01'",
        "document.documentElement.style.cssText = ''",
    ),
    (
        "the page moves",
        false,
        "document.querySelector('html > #pointback-card').hidePopover();
         document.documentElement.style.cssText = 'min-height:100vh;transform:translate(-7px)'",
        "document.documentElement.style.cssText = ''",
    ),
    (
        "the page is filtered",
        true,
        "document.querySelector('html > #pointback-card').hidePopover();
         document.documentElement.style.cssText = 'min-height:100vh;filter:blur(9px)'",
        "document.documentElement.style.cssText = ''",
    ),
    (
        "it moves as the pointer goes down",
        false,
        "addEventListener('pointerdown', () => {
           const card = document.querySelector('html > #pointback-card');
           card.hidePopover();
           document.documentElement.style.cssText = 'min-height:100vh;transform:translate(-1px)';
         }, { capture: true, once: true })",
        "document.documentElement.style.cssText = ''",
    ),
];

/// Synthetic events, and the styles that reach what stands in the page, but not what stands above it.
pub const FORGERIES: &str = "
    const card = document.querySelector('html > #pointback-card');
    const options = { bubbles: true, composed: true, cancelable: true, clientX: 5, clientY: 5, pointerId: 1, key: 'Enter' };
    for (const target of [card, arguments[0]]) {
      for (const type of ['pointerover', 'pointerdown', 'pointerup', 'click']) target.dispatchEvent(new PointerEvent(type, options));
      for (const type of ['mousedown', 'mouseup', 'click']) target.dispatchEvent(new MouseEvent(type, options));
      for (const type of ['keydown', 'keypress', 'keyup']) target.dispatchEvent(new KeyboardEvent(type, options));
      target.click();
      target.focus();
    }
    card.style.cssText = 'opacity:0!important;transform:scale(9)!important;filter:blur(9px)!important;display:none!important';
    card.animate({ opacity: [0, 0] }, 1e6);
    const style = document.createElement('style');
    style.nonce = 'page';
    style.textContent = '#pointback-card{opacity:0!important;clip-path:inset(50%)!important;pointer-events:none!important}'
      + `#pointback-card::after{content:'Continue'!important;display:block!important;position:absolute!important;inset:0!important}`;
    document.head.append(style);
    for (const name of ['ground', 'ink', 'soft', 'accent', 'on']) {
      CSS.registerProperty({ name: `--${name}`, syntax: '<color>', inherits: false, initialValue: 'transparent' });
    }
    if (getComputedStyle(card, '::after').display !== 'none') throw new Error('covered by a part of itself');
    document.body.append(card.cloneNode(true));
    return card.shadowRoot;";
