import RosterWeb

/// The console's style sheet.
enum StyleSheet {
    private static let fileName = "style-\(Asset.digest(of: text)).css"

    static func address(beneath mount: String) -> PageAddress { PageAddress(mount, [fileName]) }

    /// The sheet, if a request asks for it.
    static func answer(_ request: WebRequest) -> WebResponse? {
        Asset.answer(request, named: self.fileName, "text/css; charset=utf-8", self.text)
    }
}
