//! Writing the rules in the form in which they are read, for tools that make or merge rule files.

use super::{Network, Policies, Rules};
use crate::json::{self, Json, Object, Write};

impl Write for Policies {
    fn write(&self) -> Json<'_> {
        let Self {
            v,
            sources,
            networks,
            hash: _,
        } = self;
        let mut documents = Object::default();
        for source in sources {
            let pair = vec![source.url.write(), source.date.write()];
            documents.push(&source.key, Json::List(pair));
        }
        let mut object = Object::default();
        object.put("v", v);
        object.push("sources", documents.done());
        object.put("networks", networks);
        object.done()
    }
}

json::serialize!(Policies);

impl Write for Network {
    fn write(&self) -> Json<'_> {
        let Self {
            id,
            name,
            floor_minutes,
            may_switch,
            never,
            prompts,
            on,
            rules,
        } = self;
        let mut object = Object::default();
        object.put("id", id);
        object.put("name", name);
        object.put("floor", floor_minutes);
        put_true(&mut object, "switch", may_switch);
        put_true(&mut object, "never", never);
        object.put_some("prompts", prompts);
        object.put_some("on", on);
        object.put("rules", rules);
        object.done()
    }
}

impl Write for Rules {
    fn write(&self) -> Json<'_> {
        let Self {
            from,
            confidence,
            note,
            floor,
            params,
            except,
            hosts,
            cookies,
        } = self;
        let mut object = Object::default();
        object.put("from", from);
        object.put("confidence", confidence);
        object.put_some("floor", floor);
        put_texts(&mut object, "params", params.iter().map(|p| p.text()));
        put_texts(&mut object, "except", except.iter().map(|p| p.text()));
        put_texts(&mut object, "hosts", hosts.iter().map(|p| p.text()));
        put_texts(&mut object, "cookies", cookies.iter().map(|p| p.text()));
        object.put_some("note", note);
        object.done()
    }
}

fn put_true<'a>(object: &mut Object<'a>, name: &'static str, value: &'a bool) {
    if *value {
        object.put(name, value);
    }
}

fn put_texts<'a>(
    object: &mut Object<'a>,
    name: &'static str,
    texts: impl Iterator<Item = &'a str>,
) {
    let texts: Vec<Json<'a>> = texts.map(Write::write).collect();
    if !texts.is_empty() {
        object.push(name, Json::List(texts));
    }
}
