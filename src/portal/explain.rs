//! `portal explain`: what the extension would decide for an address with a given list. Asks the very code that the
//! extension runs, one JSON object for each question, in their order.

use crate::failure::Failure;
use crate::place::Place;
use crate::published_list::PublishedList;
use pointback_core::explain::{Query, explain};
use pointback_core::policy::Policies;
use pointback_core::rate_list::RateList;
use serde_json::json;
use std::io::{BufRead, Error as IoError, ErrorKind, Write};

/// A verified list with the packaged stand-down rules.
#[derive(Debug)]
pub struct Explainer {
    list: RateList,
    policies: Policies,
    expires: i64,
}

impl Explainer {
    /// Fetches and verifies the list.
    ///
    /// # Errors
    /// What `Place` says.
    pub fn load(place: &Place) -> Result<Self, Failure> {
        let PublishedList {
            list,
            head,
            root: _,
        } = place.load()?;
        let policies = Policies::packaged().map_err(|cause| Failure::List {
            what: "the packaged stand-down rules".to_owned(),
            cause,
        })?;
        Ok(Self {
            list,
            policies,
            expires: head.head.expires,
        })
    }

    /// Would the extension hide this list's figures at `now` seconds?
    #[must_use]
    pub fn is_expired_at(&self, now: i64) -> bool {
        self.expires <= now
    }

    /// Answers one question. A reader that has seen enough may close the pipe.
    ///
    /// # Errors
    /// What the stream says.
    pub fn answer_one(
        &self,
        query: &Query,
        answers: &mut impl Write,
        now: i64,
    ) -> Result<(), IoError> {
        tell(answers, &self.answer(query, now)).map(|_| ())
    }

    /// Answers every line of `questions`; a line that is no question gets an error in its place.
    ///
    /// # Errors
    /// What the streams say.
    pub fn answer_lines(
        &self,
        questions: &mut impl BufRead,
        answers: &mut impl Write,
        now: i64,
    ) -> Result<(), IoError> {
        let mut line = Vec::new();
        while questions.read_until(b'\n', &mut line)? > 0 {
            let answer = match serde_json::from_slice(line.trim_ascii()) {
                Ok(query) => self.answer(&query, now),
                Err(e) => json!({ "error": format!("not a question: {e}") }).to_string(),
            };
            if tell(answers, &answer)? == Listener::Gone {
                return Ok(());
            }
            line.clear();
        }
        Ok(())
    }

    fn answer(&self, query: &Query, now: i64) -> String {
        match explain(&self.list, &self.policies, query, now) {
            Ok(answer) => serde_json::to_string(&answer)
                .unwrap_or_else(|e| json!({ "error": e.to_string() }).to_string()),
            Err(e) => json!({ "error": e.code() }).to_string(),
        }
    }
}

#[derive(PartialEq, Eq)]
enum Listener {
    Listens,
    Gone,
}

fn tell(answers: &mut impl Write, answer: &str) -> Result<Listener, IoError> {
    match writeln!(answers, "{answer}") {
        Err(e) if e.kind() == ErrorKind::BrokenPipe => Ok(Listener::Gone),
        written => written.map(|()| Listener::Listens),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    const NOW: i64 = 1_800_000_000;

    fn explainer() -> Explainer {
        let line = r#"{"id":7,"n":"Macy's","d":["macys.com"],"r":[{"k":"p","v":1000}],"dl":1}"#;
        Explainer {
            list: RateList::decode(line.as_bytes()).unwrap(),
            policies: Policies::packaged().unwrap(),
            expires: NOW,
        }
    }

    fn answers(questions: &str) -> Vec<Value> {
        let mut out = Vec::new();
        explainer()
            .answer_lines(&mut questions.as_bytes(), &mut out, NOW)
            .unwrap();
        let lines = String::from_utf8(out).unwrap();
        lines
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    #[test]
    fn answers_come_in_the_order_of_the_questions_and_errors_in_their_place() {
        let said = answers(
            "{\"url\":\"https://www.macys.com/\"}\n\
             not json\n\
             {\"url\":\"https://www.macys.com.evil.example/\"}\n\
             \n\
             {\"url\":\"nowhere\"}\n\
             {\"url\":\"https://macys.com/?irclickid=abc\",\"now\":1}",
        );
        assert_eq!(said.len(), 6);
        assert_eq!(said[0]["decision"], "offer");
        assert_eq!(said[0]["retailer"]["id"], 7);
        assert_eq!(said[0]["offer"]["rate"]["v"], 1000);
        assert!(said[1]["error"].is_string());
        assert_eq!(said[2]["decision"], "nothing");
        assert_eq!(said[2]["retailer"], Value::Null);
        assert!(said[3]["error"].is_string());
        assert_eq!(said[4]["error"], "url.bad");
        assert_eq!(said[5]["decision"], "stand_down");
    }

    #[test]
    fn a_rule_is_named_with_its_source_date_and_confidence() {
        let mut query = Query::about("https://www.macys.com/?utm_source=cj");
        query.hops = vec!["https://prf.hn/click/camref:1".to_owned()];
        query.cookies = vec!["cje_x".to_owned()];
        let mut out = Vec::new();
        explainer().answer_one(&query, &mut out, NOW).unwrap();
        let said: Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(said["decision"], "stand_down");
        let rule = &said["rule"];
        assert_eq!(rule["id"], "partnerize.hop.prf.hn");
        assert_eq!(rule["evidence"], "hop");
        assert_eq!(rule["others"], json!(["cj"]));
        assert_eq!(rule["date"], "2026-05-25");
        assert_eq!(rule["confidence"], "B");
        let silence = &rule["silence"];
        assert_eq!(silence["by"], json!(["Partnerize", "CJ"]));
        assert_eq!(silence["until"], (NOW + 90 * 60) * 1000);
        assert_eq!(silence["may_switch"], false);
        assert!(rule["source"].as_str().unwrap().starts_with("https://"));
    }

    #[test]
    fn a_closed_pipe_ends_quietly() {
        struct Closed;
        impl Write for Closed {
            fn write(&mut self, _: &[u8]) -> Result<usize, IoError> {
                Err(ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> Result<(), IoError> {
                Ok(())
            }
        }
        let one = Query::about("https://www.macys.com/");
        assert!(explainer().answer_one(&one, &mut Closed, NOW).is_ok());
        let many = explainer().answer_lines(&mut &b"{}\n{}\n"[..], &mut Closed, NOW);
        assert!(many.is_ok());
    }
}
