//! Only tests lie here.
