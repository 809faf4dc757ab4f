import RosterWeb

/// A text that is shown once, with a button that copies it; the button is not seen where the browser cannot copy.
///
/// A page with such a text is in no cache, and the browser's copy for going back is dropped, because a cookie changes when the person
/// goes on: see ``Page/showsSecrets``.
struct ShownOnce {
    /// The cookie that says that such a page is shown.
    static let cookie = SessionCookie(suffix: "roster-shown")

    let visit: Visit

    /// The text.
    ///
    /// - Parameter name: What it is, and of whom where a page shows several, for those who do not see where the button stands.
    func text(_ text: String, named name: String) -> HTML {
        HTML([Tag.code(.class("secret")) { text }, self.button(name)])
    }

    /// Several texts, which one button copies, a line for each.
    func list(_ texts: [String], named name: String) -> HTML {
        HTML([
            Tag.ul(.class("plain")) { for text in texts { Tag.li { Tag.code(.class("secret")) { text } } } },
            self.button(name),
        ])
    }

    private func button(_ name: String) -> HTML {
        Tag.span(.class("copy"), .unseen) {
            Tag.button(.type("button"), .class("small")) {
                self.visit.words(.copy)
                Tag.span(.class("reader")) { " " + name }
            }
            Tag.output { Tag.span(.unseen) { self.visit.words(.copied) } }
        }
    }
}
