//! One event after another through the core: save what changed, hand out the effects, carry out the tasks.

use crate::ahead::ahead;
use crate::context::{context, now};
use crate::fetch::{self, Promised};
use crate::package::{own_file, packaged, promised};
use crate::store::{Key, Store};
use crate::tokens::{AccessTokens, Keeper, Refusal};
use crate::turn::Turn;
use js_sys::Function;
use pointback_core::Error;
use pointback_core::delta;
use pointback_core::engine::{Engine, Need};
use pointback_core::history;
use pointback_core::json::{Json, Object, Write};
use pointback_core::memory::Memory;
use pointback_core::policy::Installed;
use pointback_core::protocol::{Effect, Event, Outcome};
use pointback_core::store_id::PortalId;
use pointback_core::task::{Call, Fetch, FetchFailure, Finding, ListFile, Task};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

/// The running core with its database and tokens.
pub struct App {
    engine: RefCell<Engine>,
    store: Store,
    /// Held from what an event needs until it was handled.
    turn: Turn,
    tokens: Keeper,
    emit: Function,
}

impl App {
    /// Restores what was saved, or begins with the packaged list.
    pub async fn boot(base: &str, access: AccessTokens, emit: Function) -> Result<Self, Error> {
        let store = Store;
        // Beside the module and not in it, where the rules would cost 3 KB packed.
        let rules = ahead(own_file(format!("{base}policies.json")));
        let updated = ahead(store.get(Key::Rules));
        let receipts = ahead(store.get(Key::Receipts));
        let bytes = store.get(Key::Memory).await.map_err(|_| Error::BadMemory)?;
        let memory = Memory::decode(&bytes).ok();
        let unreadable = if memory.is_none() { &*bytes } else { &[] };
        let portals = memory.iter().flat_map(|m| &m.portals);
        let stored = store.hold(portals.map(|p| p.id.0).collect()).await;
        let stored = stored.map_err(|_| Error::BadMemory)?;
        let rules = rules.await?;
        let updated = updated.await.map_err(|_| Error::BadMemory)?;
        let rules = || Installed::new(rules.clone(), &updated);
        let restored = match memory {
            Some(memory) => {
                Engine::restore(memory, &stored, rules()?).map_err(|memory| Some(*memory))
            }
            None if unreadable.is_empty() => Err(None),
            None => Err(Some(Memory::beside_unreadable(now()))),
        };
        let engine = match restored {
            Ok(engine) => engine,
            Err(kept) => {
                let (engine, list) = packaged(base, kept, &stored, rules()?).await?;
                let id = PortalId::PACKAGED;
                let list = [
                    (Key::List(id), &*list),
                    (Key::Index(id), engine.index_of(id)),
                ];
                let memory = [(Key::Memory, engine.snapshot())];
                let aside = [(Key::Aside, unreadable)];
                let saved = store.put(&[&memory[..], &list, &aside].concat()).await;
                saved.map_err(|_| Error::BadMemory)?;
                engine
            }
        };
        let receipts = receipts.await.map_err(|_| Error::BadMemory)?;
        let engine = engine.with_receipts(&receipts);
        Ok(Self {
            engine: RefCell::new(engine),
            turn: Turn::default(),
            store,
            tokens: Keeper::new(access),
            emit,
        })
    }

    /// Takes an event; resolves to the effects that follow at once.
    pub async fn handle(self: Rc<Self>, event: Event) -> Vec<Effect> {
        let turn = self.turn.take("").await;
        let needs = self.engine.borrow_mut().needs(&event, now());
        self.provide(&needs).await;
        let outcome = self.engine.borrow_mut().handle(event, &context());
        // Kept until all is saved: effects are handed out in the order in which the core made them.
        let effects = Rc::clone(&self).settle(outcome).await;
        drop(turn);
        effects
    }

    /// Saves before anything leaves, begins the tasks, returns the effects.
    async fn settle(self: Rc<Self>, mut outcome: Outcome) -> Vec<Effect> {
        let (saves, tasks): (Vec<_>, Vec<_>) = outcome.tasks.into_iter().partition(Task::is_save);
        outcome.tasks = tasks;
        if outcome.must_save || !saves.is_empty() {
            let memory = self.engine.borrow().snapshot().to_vec();
            let mut history = Vec::new();
            if let Some(Task::SaveHistory(portal, changes)) = saves.iter().find(is_history) {
                // What cannot be read any more begins anew.
                history = self
                    .store
                    .get(Key::History(*portal))
                    .await
                    .unwrap_or_default();
                history::append(&mut history, changes);
            }
            let mut values = vec![(Key::Memory, memory.as_slice())];
            for task in &saves {
                match task {
                    Task::SaveList(portal, raw, index) => {
                        values.push((Key::List(*portal), raw));
                        values.push((Key::Index(*portal), index));
                        if raw.is_empty() {
                            values.push((Key::History(*portal), raw));
                            values.push((Key::Earnings(*portal), raw));
                        }
                    }
                    Task::SaveHistory(portal, _) => values.push((Key::History(*portal), &history)),
                    Task::SaveEarnings(portal, said) => values.push((Key::Earnings(*portal), said)),
                    Task::SaveRules(rules) => values.push((Key::Rules, rules)),
                    Task::SaveReceipts(log) => values.push((Key::Receipts, log)),
                    _ => {}
                }
            }
            if self.store.put(&values).await.is_err() {
                // Deleting needs no room.
                values.retain(|(_, value)| value.is_empty());
                drop(self.store.put(&values).await);
                outcome.tasks.extend(saves);
                outcome = self.engine.borrow_mut().unsaved(outcome, now());
            }
        }
        for task in outcome.tasks {
            let app = Rc::clone(&self);
            spawn_local(async move { app.carry_out(task).await });
        }
        outcome.effects
    }

    /// Reads what the engine needs of the stored lists. One that cannot be read is lost, and fetched again.
    async fn provide(&self, needs: &[Need]) {
        for need in needs {
            let read = self.store.look(need).await;
            if self.engine.borrow_mut().supply(need, read.as_deref()) {
                let gone: [(Key<'_>, &[u8]); 2] =
                    [(Key::List(need.0), &[]), (Key::Index(need.0), &[])];
                // If even that fails, the next start finds it lost once more.
                drop(self.store.put(&gone).await);
            }
        }
    }

    async fn carry_out(self: Rc<Self>, task: Task) {
        let Some(finding) = self.find_out(task).await else {
            return;
        };
        let turn = self.turn.take("").await;
        let needs = self.engine.borrow_mut().needs_to_learn(&finding, now());
        self.provide(&needs).await;
        let outcome = self.engine.borrow_mut().learn(finding, &context());
        let effects = Box::pin(Rc::clone(&self).settle(outcome)).await;
        self.emit(&effects.write());
        drop(turn);
    }

    async fn find_out(&self, task: Task) -> Option<Finding> {
        Some(match task {
            Task::SaveList(..)
            | Task::SaveHistory(..)
            | Task::SaveEarnings(..)
            | Task::SaveRules(_)
            | Task::SaveReceipts(_) => return None,
            Task::ReadLists => Finding::ListsRead,
            Task::Fetch(fetch) => {
                let bytes = self.fetch(&fetch).await;
                match fetch.portal {
                    Some(portal) => Finding::Fetched(portal, fetch.file, bytes),
                    None => Finding::Looked(fetch.url, bytes),
                }
            }
            Task::Call(call) => self.call(call).await,
            Task::Redeem { portal, url, form } => {
                let redeemed = self.tokens.redeem(&self.store, &url, &form, now());
                let redeemed = redeemed.await;
                self.keep_access();
                match redeemed {
                    Ok(()) => Finding::SignedIn(portal),
                    Err(_) => Finding::NotSignedIn(portal),
                }
            }
            Task::Forget(url) => {
                let forgotten = self.tokens.forget(&self.store, &url).await;
                self.keep_access();
                // What could not be deleted is tried again at the next waking.
                forgotten.ok()?;
                Finding::Forgotten(url)
            }
            Task::Wipe => Finding::Wiped(self.tokens.wipe(&self.store).await.is_ok()),
        })
    }

    async fn fetch(&self, fetch: &Fetch) -> Result<Vec<u8>, FetchFailure> {
        let Fetch {
            portal,
            file,
            url,
            cap,
        } = fetch;
        match file {
            ListFile::Head | ListFile::Root => fetch::file(url, *cap, true).await,
            ListFile::Snapshot(part) | ListFile::Rules(part) => {
                fetch::object(url, *cap, promised(part)).await
            }
            ListFile::Delta(delta) => {
                let promised = Promised {
                    len: delta.len,
                    sha256: &delta.sha256,
                    raw: delta.raw,
                };
                let changes = fetch::object(url, *cap, promised).await?;
                let saved = self
                    .store
                    .get(Key::List(portal.unwrap_or(PortalId::PACKAGED)));
                let base = saved
                    .await
                    .map_err(|_| FetchFailure::Bad(Error::BadMemory))?;
                delta::apply(&base, &changes).map_err(FetchFailure::Bad)
            }
        }
    }

    async fn call(&self, call: Call) -> Finding {
        let answer = self.tokens.call(&self.store, &call, now()).await;
        self.keep_access();
        let Call {
            portal, purpose, ..
        } = call;
        match answer {
            Ok((status, body)) => Finding::Answered(portal, purpose, Some(status), body),
            Err(Refusal::Unreachable) => Finding::Answered(portal, purpose, None, Vec::new()),
            Err(Refusal::SignedOut) => Finding::SignedOut(portal),
        }
    }

    fn keep_access(&self) {
        let Some(access) = self.tokens.news() else {
            return;
        };
        // The one effect of the adapter itself: keep this for the browser session and give it back at the next boot.
        let mut keep = Object::default();
        keep.push("type", "keepAccess".write());
        keep.put("access", &access);
        self.emit(&Json::List(vec![keep.done()]));
    }

    fn emit(&self, effects: &Json<'_>) {
        if let Ok(effects) = crate::border::to_js(effects) {
            // What the shim throws it has reported itself.
            drop(self.emit.call1(&JsValue::NULL, &effects));
        }
    }
}

fn is_history(task: &&Task) -> bool {
    matches!(task, Task::SaveHistory(..))
}
