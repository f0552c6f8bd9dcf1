//! What only the extension can see or do: its API, its badge, its permissions, the life of its background.

use fantoccini::Client;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::{
    browser::Browser,
    chromium,
    driver::Kind,
    failure::{Failure, Outcome},
    firefox, wait,
};

impl Browser {
    /// Runs the body of an async function on an inert page of the extension; `ext` is the extension API, `args` the
    /// arguments. It neither wakes the background nor touches the shopper's tabs, unless the body does.
    pub async fn extension_eval<T: DeserializeOwned>(&self, body: &str, args: Value) -> Outcome<T> {
        let script = format!(
            "const [args, done] = arguments;
             const ext = globalThis.browser ?? globalThis.chrome;
             (async () => {{ {body} }})()
               .then((ok) => done({{ ok: ok ?? null }}), (error) => done({{ error: String(error) }}));"
        );
        let answer = self
            .in_console(async |client| Ok(client.execute_async(&script, vec![args]).await?))
            .await?;
        match answer.get("error").and_then(Value::as_str) {
            Some(error) => Err(Failure::new(error).while_doing("in the extension")),
            None => Ok(serde_json::from_value(
                answer.get("ok").cloned().unwrap_or_default(),
            )?),
        }
    }

    /// Sends a message to the background, which wakes if it was stopped, and returns its answer.
    pub async fn send_message<T: DeserializeOwned>(&self, message: Value) -> Outcome<T> {
        self.extension_eval("return await ext.runtime.sendMessage(args);", message)
            .await
    }

    /// What our own pages read of what was saved, by the function of `kept.js` that they read it with.
    pub async fn kept<T: DeserializeOwned>(&self, function: &str) -> Outcome<T> {
        self.extension_eval(
            "return await (await import(ext.runtime.getURL('kept.js')))[args]();",
            json!(function),
        )
        .await
    }

    /// How many notifications of the extension are shown.
    pub async fn notifications(&self) -> Outcome<usize> {
        let body = "return Object.keys(await ext.notifications.getAll()).length;";
        self.extension_eval(body, Value::Null).await
    }

    /// The store in a tab as the popup shows it, once the background has looked at it.
    pub async fn site(&self, tab: Option<i64>) -> Outcome<Value> {
        self.extension_eval(
            "const subject = { tab: args, url: null };
             await ext.runtime.sendMessage({ type: 'surfaceOpened', ...subject });
             const kept = await import(ext.runtime.getURL('kept.js'));
             await kept.keptView();
             return await kept.keptSite(subject, true);",
            json!(tab),
        )
        .await
    }

    /// The extension API's id of the current tab. In Chromium this brings the tab to the front.
    pub async fn tab_id(&self) -> Outcome<i64> {
        match self.kind {
            Kind::Chromium => {
                let window = chromium::front_window(&self.client).await?;
                let body =
                    "return (await ext.tabs.query({ active: true, windowId: args })).at(0)?.id;";
                self.extension_eval(body, json!(window)).await
            }
            Kind::Firefox => firefox::tab_id(&self.client, self.package.gecko_id()?).await,
        }
    }

    /// The toolbar button's badge on a tab; empty if there is none.
    pub async fn badge(&self, tab: i64) -> Outcome<String> {
        self.extension_eval(
            "return await ext.action.getBadgeText({ tabId: args });",
            json!(tab),
        )
        .await
    }

    /// Waits until the badge on a tab is exactly this.
    pub async fn until_badge(&self, tab: i64, text: &str) -> Outcome {
        let what = format!("the badge {text:?}");
        wait::until(&what, async || self.badge(tab).await, |seen| seen == text)
            .await
            .map(|_| ())
    }

    /// The toolbar button's tooltip on a tab.
    pub async fn button_title(&self, tab: i64) -> Outcome<String> {
        self.extension_eval(
            "return await ext.action.getTitle({ tabId: args });",
            json!(tab),
        )
        .await
    }

    /// Whether the background runs; asking does not wake it.
    pub async fn background_is_running(&self) -> Outcome<bool> {
        let body =
            "return (await ext.runtime.getContexts({ contextTypes: ['BACKGROUND'] })).length > 0;";
        self.extension_eval(body, Value::Null).await
    }

    /// Stops the background as the browser does when it is idle; what it held in memory is lost. A message that was on
    /// its way may wake it at once: then it is stopped again.
    pub async fn stop_background(&self) -> Outcome {
        wait::holds("the background to stop", async || {
            match self.kind {
                Kind::Chromium => chromium::stop_workers(&self.client).await?,
                Kind::Firefox => {
                    firefox::stop_background(&self.client, self.package.gecko_id()?).await?;
                }
            }
            Ok(!self.background_is_running().await?)
        })
        .await
    }

    /// Grants access to all sites, as if the shopper had been asked and agreed.
    pub async fn grant_all_sites(&self) -> Outcome {
        self.grant_sites(&["*://*/*"]).await
    }

    /// Grants access to sites by match pattern; the manifest must list them, or more, as optional.
    pub async fn grant_sites(&self, patterns: &[&str]) -> Outcome {
        self.grant_set(json!({ "origins": patterns })).await
    }

    /// Grants an optional API permission, such as `webNavigation`.
    pub async fn grant(&self, permission: &str) -> Outcome {
        self.grant_set(json!({ "permissions": [permission] })).await
    }

    async fn grant_set(&self, permissions: Value) -> Outcome {
        match self.kind {
            Kind::Chromium => {
                let granted = self
                    .in_console(async |client| {
                        chromium::request_permissions(client, &permissions).await
                    })
                    .await?;
                if !granted {
                    return Err(Failure::new(format!("{permissions} was refused")));
                }
            }
            Kind::Firefox => {
                firefox::grant(&self.client, self.package.gecko_id()?, &permissions).await?;
            }
        }
        wait::holds("the permission", async || {
            self.is_granted(&permissions).await
        })
        .await
    }

    /// May the extension do all of this?
    pub async fn is_granted(&self, permissions: &Value) -> Outcome<bool> {
        let contains = "return await ext.permissions.contains(args);";
        self.extension_eval(contains, permissions.clone()).await
    }

    /// Gives all optional permissions back.
    pub async fn revoke_everything(&self) -> Outcome {
        let all = json!({
            "permissions": self.package.optional_permissions(),
            "origins": self.package.optional_hosts(),
        });
        let _removed: bool = self
            .extension_eval("return await ext.permissions.remove(args);", all)
            .await?;
        Ok(())
    }

    async fn in_console<T>(&self, work: impl AsyncFnOnce(&Client) -> Outcome<T>) -> Outcome<T> {
        // The current tab may have closed itself, as sign-in windows do.
        let here = self.client.window().await.ok();
        self.client.switch_to_window(self.console.clone()).await?;
        let outcome = work(&self.client).await;
        if let Some(tab) = here {
            self.client.switch_to_window(tab).await?;
        }
        outcome
    }
}
