//! `Shelf`: where a retailer stands in the portal's directory, and what its page says in full. Category and feature travel
//! with its line of the signed list; the terms stay on the portal's pages.

const LONGEST_CATEGORY: usize = 60;
const LONGEST_TERM: usize = 300;
const MOST_TERMS: usize = 20;

/// Where a retailer stands in the directory, and what its page says in full.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shelf {
    /// The category it is found under; empty when there is none.
    pub category: String,
    /// Is it shown first?
    pub featured: bool,
    /// Conditions and exclusions in full, a sentence each.
    pub terms: Vec<String>,
}

/// The column that cannot be used, and why.
pub(crate) type Unfit = (&'static str, &'static str);

impl Shelf {
    /// From the three cells of an import file; terms are separated by `|`.
    pub(crate) fn read(category: &str, featured: &str, terms: &str) -> Result<Self, Unfit> {
        if !is_plain(category, LONGEST_CATEGORY) {
            return Err((
                "category",
                "a category is a few words, at most 60 bytes, without control characters",
            ));
        }
        let featured = match featured.to_ascii_lowercase().as_str() {
            "" | "no" => false,
            "yes" => true,
            _ => return Err(("featured", "write yes or no, or leave the cell empty")),
        };
        let terms: Vec<String> = terms
            .split('|')
            .map(str::trim)
            .filter(|term| !term.is_empty())
            .map(str::to_owned)
            .collect();
        if terms.len() > MOST_TERMS || !terms.iter().all(|term| is_plain(term, LONGEST_TERM)) {
            return Err((
                "terms",
                "give at most 20 sentences of at most 300 bytes, separated by |, without control characters",
            ));
        }
        Ok(Self {
            category: category.to_owned(),
            featured,
            terms,
        })
    }

    /// As stored: category, featured, terms.
    pub(crate) fn columns(&self) -> (&str, i64, String) {
        (
            &self.category,
            i64::from(self.featured),
            self.terms.join("\n"),
        )
    }

    /// From what is stored.
    pub(crate) fn stored(category: String, featured: i64, terms: &str) -> Self {
        Self {
            category,
            featured: featured != 0,
            terms: terms.lines().map(str::to_owned).collect(),
        }
    }
}

fn is_plain(text: &str, longest: usize) -> bool {
    text.len() <= longest && !text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_what_was_read() {
        for (category, featured, terms) in [
            ("", "", ""),
            (
                "Shoes & Bags",
                "yes",
                "Not on gift cards. | New customers only.",
            ),
            ("Travel", "No", "||"),
        ] {
            let shelf = Shelf::read(category, featured, terms).unwrap();
            let (c, f, t) = shelf.columns();
            assert_eq!(Shelf::stored(c.to_owned(), f, &t), shelf, "{category}");
        }
    }

    #[test]
    fn an_unfit_cell_is_named() {
        let unfit = |category: &str, featured: &str, terms: &str| {
            Shelf::read(category, featured, terms).unwrap_err().0
        };
        assert_eq!(unfit("a\nb", "", ""), "category");
        assert_eq!(unfit(&"c".repeat(61), "", ""), "category");
        assert_eq!(unfit("", "maybe", ""), "featured");
        assert_eq!(unfit("", "", &"t".repeat(301)), "terms");
        assert_eq!(unfit("", "", &"t|".repeat(21)), "terms");
    }
}
