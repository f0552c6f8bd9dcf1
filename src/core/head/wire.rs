//! The head in JSON, and the floor as it is kept.

use super::{Delta, Floor, Head, Part, Parts};
use crate::json::{self, Field, Json, Object, Read, Reader, Write};

json::object!(Head {
    v,
    portal,
    epoch,
    seq,
    root,
    issued,
    expires,
    poll,
    min_client,
    units,
    parts
});
json::object!(Delta {
    from,
    path,
    len,
    sha256,
    raw
});
json::object!(Floor {
    epoch,
    seq,
    head_sha256,
    ver,
    raw_sha256,
    issued
});

impl Read for Part {
    #[inline(never)]
    fn read(from: Reader<'_>) -> Self {
        Self {
            ver: from.get("ver"),
            n: from.get("n"),
            path: from.get("path"),
            len: from.get("len"),
            sha256: from.get("sha256"),
            raw: from.get("raw"),
            raw_sha256: from.get("raw_sha256"),
            deltas: from.get_or_default("deltas"),
        }
    }
}

json::deserialize!(Part);
json::written!(Part {
    ver,
    n,
    path,
    len,
    sha256,
    raw,
    raw_sha256,
    deltas
});

impl Read for Parts {
    #[inline(never)]
    fn read(from: Reader<'_>) -> Self {
        let part = |(name, json): &Field<'_>| (name.as_ref().to_owned(), Read::read(from.at(json)));
        Self(from.fields().iter().map(part).collect())
    }
}

impl Write for Parts {
    #[inline(never)]
    fn write(&self) -> Json<'_> {
        let mut object = Object::default();
        for (name, part) in &self.0 {
            object.push(name, part.write());
        }
        object.done()
    }
}

json::deserialize!(Parts);
json::serialize!(Parts);
