//! What is around the portal: its address, where sign-ins return to, and what a browser sees.

use super::{Finding, Visit};
use crate::{data_dir::DataDir, place::Place, publish, redirects, verify};
use url::Url;

pub(super) fn look(dir: &DataDir, visit: &Visit<'_>) -> Vec<Finding> {
    let mut findings = vec![returns(visit.redirects)];
    let Ok(root) = publish::root(dir) else {
        return findings; // said already
    };
    let address = address(&root.api);
    let is_public = address.verdict == super::Verdict::Ok;
    findings.push(address);
    if visit.is_online && is_public {
        findings.push(seen_from_outside(&root.api, visit.now));
    }
    findings
}

fn address(base: &str) -> Finding {
    match Url::parse(base) {
        Ok(url) if url.scheme() == "https" => Finding::ok("address", base),
        Ok(_) => Finding::warning(
            "address",
            format!(
                "{base} is for this machine only: a portal for others needs an https address, given to `portal init --base`"
            ),
        ),
        Err(cause) => Finding::fault("address", format!("{base} is no address ({cause})")),
    }
}

/// Sign-ins return to addresses that only an extension can read; browsers make them from its id. The portal's own page, which
/// is always among them, needs no looking after.
fn returns(given: &[String]) -> Finding {
    let odd = given.iter().find(|address| {
        let url = Url::parse(address).ok();
        !url.is_some_and(|url| {
            let host = url.host_str().unwrap_or_default();
            let is_extension = [".chromiumapp.org", ".extensions.allizom.org"]
                .iter()
                .any(|end| host.ends_with(end));
            url.scheme() == "https" && is_extension && url.fragment().is_none()
        })
    });
    if let Some(odd) = odd {
        return Finding::fault(
            "redirects",
            format!(
                "{odd} is no extension's address: give --redirect https://<id of the extension>.chromiumapp.org/cb"
            ),
        );
    }
    let all = [redirects::packaged().as_slice(), given].concat();
    if all
        .iter()
        .any(|address| address.contains(".chromiumapp.org/"))
    {
        let sentence = format!("sign-ins return to {}", all.join(" and "));
        Finding::ok("redirects", sentence)
    } else {
        Finding::warning(
            "redirects",
            "Firefox only: for Chrome give `serve` (and me) --redirect https://<id of the extension>.chromiumapp.org/cb",
        )
    }
}

fn seen_from_outside(base: &str, now: i64) -> Finding {
    let advice = "is the web server running, and does its name lead here?";
    let place = match Place::parse(base) {
        Ok(place) => place,
        Err(failure) => return Finding::fault("web", failure.to_string()),
    };
    if let Err(failure) = place.newest_root() {
        return Finding::warning("web", format!("{failure}: {advice}"));
    }
    let report = verify::verify(&place, None, now, &mut |_| ());
    let failed = report.failed();
    if failed.is_empty() {
        return Finding::ok("web", "browsers get the list as they need it");
    }
    Finding::fault(
        "web",
        format!(
            "{} would not be accepted; `portal verify {base}` says why",
            failed.join(", ")
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::Verdict::{Fault, Ok, Warning};

    #[test]
    fn sign_ins_return_to_extensions_only() {
        for (given, verdict) in [
            (&[][..], Warning),
            (
                &["https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/cb"],
                Ok,
            ),
            (
                &["http://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/cb"],
                Fault,
            ),
            (&["https://chromiumapp.org.evil.example/cb"], Fault),
            (&["not an address"], Fault),
        ] {
            let given: Vec<String> = given.iter().map(|g| (*g).to_owned()).collect();
            assert_eq!(returns(&given).verdict, verdict, "{given:?}");
        }
    }

    #[test]
    fn only_https_is_for_everyone() {
        assert_eq!(address("https://portal.example/").verdict, Ok);
        assert_eq!(address("http://127.0.0.1:8787/").verdict, Warning);
        assert_eq!(address("portal").verdict, Fault);
    }
}
