public import RosterPorts
public import RosterStore

/// A notifier that writes every message to a folder, for a mail program to pick up; for trials and for hosts with a
/// spool.
///
/// Each message is a file `<notification>.eml` in the format of RFC 5322, named after the notification: one delivered
/// again replaces its file, unless that was picked up already. A file is complete and durable as soon as it has its
/// name, and only the process's own account can read it (mode 0600, in a folder of mode 0700).
///
/// Several mailers may use one folder, so none of them knows what is still being written. A process that is killed in
/// the middle of it leaves a file `.unfinished-…`, which stays: it may hold an invitation code. Remove such files while
/// nothing delivers to the folder, and pick up none.
public struct FileMailer: Notifier {
    private let folder: PrivateFolder
    private let sender: MailSender

    /// Opens the folder, which is made when it is missing.
    ///
    /// - Parameters:
    ///   - folder: Where the messages are put.
    ///   - sender: Whom the messages come from.
    /// - Throws: `FileStoreError` when the folder cannot be made, belongs to another user, or others may enter it.
    public init(at folder: String, sender: MailSender = .noReply) throws(FileStoreError) {
        self.folder = try PrivateFolder(at: folder)
        self.sender = sender
    }

    /// Writes the message; durable once this returns.
    public func deliver(_ notification: AccountNotification) async throws(NotifierError) {
        let message = MailMessage(notification, from: self.sender)
        do throws(FileStoreError) {
            try await BlockingWork.run(.lengthy) { () throws(FileStoreError) in
                try self.folder.replace("\(message.name).eml", with: Array(message.text.utf8))
            }
        } catch {
            throw .unavailable(cause: error)
        }
    }
}
