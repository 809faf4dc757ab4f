import RosterDigests
import RosterWeb

/// The console's style sheet, which browsers keep: its address changes with its content.
enum StyleSheet {
    private static let digest = SHA256.digest(of: text.utf8).prefix(8).map { $0 }.hexadecimal
    private static let fileName = "style-\(digest).css"

    static func address(beneath mount: String) -> PageAddress { PageAddress(mount, [fileName]) }

    /// The sheet, if a request asks for it.
    static func answer(_ request: WebRequest) -> WebResponse? {
        guard request.path == "/" + self.fileName, request.method == .get || request.method == .head else { return nil }
        return WebResponse(
            200,
            headers: [
                "Content-Type": "text/css; charset=utf-8", "Cache-Control": "public, max-age=31536000, immutable",
                "X-Content-Type-Options": "nosniff",
            ], body: Array(self.text.utf8))
    }
}
