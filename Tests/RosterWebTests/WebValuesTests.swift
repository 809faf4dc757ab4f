import RosterWeb
import RosterWebTestSupport
import Testing

@Suite("Requests and responses as values")
struct WebValuesTests {
    @Test("the name of a header field has no case, and its value no blanks around it")
    func fields() {
        let headers = WebHeaders([(name: "Content-Type", value: " application/json\t"), (name: "X-Empty", value: "  ")])
        #expect(headers["content-TYPE"] == "application/json")
        #expect(headers["x-empty"] == "")
        #expect(headers["accept"] == nil)
    }

    @Test("a field that comes twice has no single value, until one replaces both")
    func twice() {
        var headers: WebHeaders = ["Authorization": "Bearer a", "authorization": "Bearer b"]
        #expect(headers["Authorization"] == nil)
        #expect(headers.values(of: "Authorization") == ["Bearer a", "Bearer b"])
        headers["Authorization"] = "Bearer c"
        #expect(headers.values(of: "authorization") == ["Bearer c"])
        headers["Authorization"] = nil
        #expect(headers.fields.isEmpty)
    }

    @Test(
        "a body is JSON by its media type, whose parameters do not count",
        arguments: [
            "application/json", "Application/JSON", "application/json;charset=utf-8",
            "application/json ; charset=utf-8",
            "application/json\t;charset=utf-8", "application/json \t ; a=b",
        ])
    func isJSON(_ type: String) {
        #expect(WebRequest(.post, "/", headers: ["Content-Type": type]).hasJSONBody)
    }

    @Test(
        "a body of any other media type is not JSON",
        arguments: [
            "appli cation/json", "application /json", "application/ json", "application/json, text/plain",
            "application/json charset=utf-8", "application/jsonx", "text/plain", ";application/json", "",
        ])
    func isNotJSON(_ type: String) {
        #expect(!WebRequest(.post, "/", headers: ["Content-Type": type]).hasJSONBody)
    }

    @Test("an address is absolute beneath the mount")
    func address() {
        let request = WebRequest(.get, "/Groups/1", origin: "https://roster.example", mount: "/scim/v2")
        #expect(request.address(of: "/Groups/1") == "https://roster.example/scim/v2/Groups/1")
    }
}
