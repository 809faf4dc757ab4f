import RosterDigests
import RosterWeb

/// The console's only script: it shows the buttons that copy what is shown once, where the browser can copy.
///
/// Pages that show nothing to copy do not have it, and their policy allows no script. Without it nothing else changes.
enum CopyScript {
    private static let text = """
        'use strict';
        for (const copy of navigator.clipboard ? document.querySelectorAll('.copy') : []) {
          const secret = copy.previousElementSibling, told = copy.querySelector('output > span');
          copy.querySelector('button').addEventListener('click', async () => {
            told.hidden = true;
            try {
              await navigator.clipboard.writeText(secret.innerText);
              told.hidden = false;
            } catch {
              // What cannot be copied is marked, for the person to copy.
              getSelection().selectAllChildren(secret);
            }
          });
          copy.hidden = false;
        }

        """
    private static let fileName = "copy-\(Asset.digest(of: text)).js"

    static func address(beneath mount: String) -> PageAddress { PageAddress(mount, [fileName]) }

    /// The script, if a request asks for it.
    static func answer(_ request: WebRequest) -> WebResponse? {
        Asset.answer(request, named: self.fileName, "text/javascript; charset=utf-8", self.text)
    }
}

/// A file of the console's, which browsers keep: its address changes with its content.
enum Asset {
    /// What tells one content from another in an address.
    static func digest(of text: String) -> String { SHA256.digest(of: text.utf8).prefix(8).map { $0 }.hexadecimal }

    /// The file, if a request asks for it.
    static func answer(_ request: WebRequest, named name: String, _ type: String, _ text: String) -> WebResponse? {
        guard request.path == "/" + name, request.method == .get || request.method == .head else { return nil }
        return WebResponse(
            200,
            headers: [
                "Content-Type": type, "Cache-Control": "public, max-age=31536000, immutable",
                "X-Content-Type-Options": "nosniff",
            ], body: Array(text.utf8))
    }
}
