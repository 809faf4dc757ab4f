import RosterWeb

/// A method that can be an argument of a test.
enum WebMethodName: String, Sendable, CaseIterable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"

    var method: WebMethod { WebMethod(rawValue: self.rawValue) }
}
