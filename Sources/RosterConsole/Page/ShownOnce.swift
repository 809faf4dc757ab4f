/// A text that is shown once, with a button that copies it; the button is not seen where the browser cannot copy.
struct ShownOnce {
    let visit: Visit

    /// The text.
    ///
    /// - Parameter name: What it is, and of whom where a page shows several, for those who do not see where the button stands.
    func text(_ text: String, named name: String) -> HTML {
        HTML([
            Tag.code(.class("secret")) { text },
            Tag.span(.class("copy"), .unseen) {
                Tag.button(.type("button"), .class("small")) {
                    self.visit.words(.copy)
                    Tag.span(.class("reader")) { " " + name }
                }
                Tag.output { Tag.span(.unseen) { self.visit.words(.copied) } }
            },
        ])
    }
}
