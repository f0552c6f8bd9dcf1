//! What a web server says beside the files: whether an extension may read them, for how long they are kept, and whether they
//! arrive as they are.

use super::Look;
use crate::place::{Answer, ORIGIN};

/// A head that is kept longer by the way than this reaches shoppers too late.
const LONGEST_HEAD: u64 = 3_600;

impl Look<'_> {
    pub(super) fn headers(&mut self) {
        let answers = std::mem::take(&mut self.answers);
        let there: Vec<&(String, Answer)> =
            answers.iter().filter(|(_, a)| a.status == 200).collect();
        if there.is_empty() {
            return;
        }
        self.cors(&there);
        self.caching(&there);
        self.encoding(&there);
        if !self.report.failed().contains(&"redirect") {
            self.ok("redirect", "none".to_owned());
        }
    }

    fn cors(&mut self, answers: &[&(String, Answer)]) {
        let is_open = |answer: &Answer| {
            let allowed = answer.header("access-control-allow-origin");
            matches!(allowed, Some("*")) || allowed == Some(ORIGIN)
        };
        match answers.iter().find(|(_, answer)| !is_open(answer)) {
            Some((path, _)) => self.failed("cors", format!("{path} comes without `Access-Control-Allow-Origin: *`: add it for everything below rates/v1/, or each shopper is asked for a permission")).unwrap_or_default(),
            None => self.ok("cors", "open to every origin".to_owned()),
        }
    }

    fn caching(&mut self, answers: &[&(String, Answer)]) {
        let head = answers.iter().find(|(path, _)| path == "head.json");
        let caching = head.and_then(|(_, answer)| answer.header("cache-control"));
        let advice = "`Cache-Control: public, max-age=300` for head.json and `public, max-age=31536000, immutable` for the rest";
        match caching {
            Some(value) if is_long(value) => self
                .failed(
                    "caching",
                    format!(
                        "head.json is kept for too long by `Cache-Control: {value}`: set {advice}"
                    ),
                )
                .unwrap_or_default(),
            Some(value) => self.ok("caching", format!("head.json: {value}")),
            None => self.ok("caching", format!("none is stated; best is {advice}")),
        }
    }

    fn encoding(&mut self, answers: &[&(String, Answer)]) {
        let encoded = answers.iter().find_map(|(path, answer)| {
            let encoding = answer.header("content-encoding")?;
            (path.starts_with("o/") && encoding != "identity").then_some((path, encoding))
        });
        match encoded {
            Some((path, encoding)) => self.failed("encoding", format!("{path} comes with `Content-Encoding: {encoding}`: the file is packed as it is, and the server must say nothing about it")).unwrap_or_default(),
            None => self.ok("encoding", "objects come as they are".to_owned()),
        }
    }
}

fn is_long(cache_control: &str) -> bool {
    let mut words = cache_control.split(',').map(str::trim);
    words.any(|word| {
        let age = word
            .strip_prefix("max-age=")
            .or(word.strip_prefix("s-maxage="));
        word == "immutable"
            || age.is_some_and(|age| age.parse().is_ok_and(|s: u64| s > LONGEST_HEAD))
    })
}
