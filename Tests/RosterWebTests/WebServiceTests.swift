import RosterDomain
import RosterJSON
import RosterWeb
import RosterWebTestSupport
import Testing

@Suite("Routes and limits")
struct WebServiceTests {
    private struct Failure: Error {}

    private static func router(_ report: @escaping @Sendable (any Error) -> Void = { _ in }) -> WebRouter {
        let open = { (name: String) in WebOperation(name, name, needsCaller: false) }
        return WebRouter(
            [
                WebRoute(.get, "/a", open("a")) { _ in .json(.text("a")) },
                WebRoute(.put, "/a", open("putA")) { _ in WebResponse(204) },
                WebRoute(.get, "/a/{x}/c", open("x")) { call in .json(.text(call.parameters["x"] ?? "")) },
                WebRoute(.get, "/a/b/c", open("later")) { _ in .json(.text("later")) },
                WebRoute(.get, "/fails", open("fails")) { _ in throw Failure() },
                WebRoute(.get, "/secret", WebOperation("secret", "secret")) { _ in WebResponse(200) },
            ], at: { .distantPast }, reporting: report)
    }

    @Test("the first route that fits a path answers")
    func fits() async {
        let router = Self.router()
        let reply = Reply(await router.answer(WebRequest(.get, "/a/%C3%A4%2F/c")))
        #expect(reply.text == "\"ä/\"")
        #expect(Reply(await router.answer(WebRequest(.get, "/a/b/c"))).text == "\"b\"")
    }

    @Test(
        "HEAD is answered as GET, with the body whose length a bridge tells",
        arguments: ["/a", "/b", "/fails", "/secret", "/%zz"])
    func head(_ path: String) async {
        let router = Self.router()
        let (head, get) = (await router.answer(WebRequest(.head, path)), await router.answer(WebRequest(.get, path)))
        #expect(head == get)
        #expect(!head.body.isEmpty)
    }

    @Test("a path that no route has is 404, a method that it does not take 405 with those that it does")
    func fitsNot() async {
        let router = Self.router()
        for path in ["/b", "/a/", "/a//c", "/a/b", "/A", "//a"] {
            #expect(await router.answer(WebRequest(.get, path)).status == 404, "\(path)")
        }
        let reply = await router.answer(WebRequest(.delete, "/a"))
        #expect(reply.status == 405)
        #expect(reply.headers["Allow"] == "GET, HEAD, OPTIONS, PUT")
        #expect(await router.answer(WebRequest(WebMethod(rawValue: "get"), "/a")).status == 405)
        let options = await router.answer(WebRequest(.options, "/a"))
        #expect((options.status, options.headers["Allow"]) == (204, "GET, HEAD, OPTIONS, PUT"))
        #expect(await router.answer(WebRequest(.get, "/a/%zz/c")).status == 400)
        #expect(await router.answer(WebRequest(.get, "/secret")).status == 401)
    }

    @Test("what fails is 500 without a reason, and the host hears of it")
    func fails() async throws {
        let heard = HeardErrors()
        let reply = Reply(await Self.router { heard.add($0) }.answer(WebRequest(.get, "/fails")))
        #expect(reply.text == #"{"title":"Internal Server Error","status":500}"#)
        #expect(heard.count == 1)
    }

    @Test("a request beyond a limit reaches no service")
    func limits() async {
        let limits = WebLimits(bodyByteLimit: 10, targetByteLimit: 20, headerByteLimit: 30)
        let service = LimitedService(Self.router(), to: limits)
        #expect(await service.answer(WebRequest(.get, "/a", body: Array(repeating: 0, count: 10))).status == 200)
        #expect(await service.answer(WebRequest(.get, "/a", body: Array(repeating: 0, count: 11))).status == 413)
        #expect(await service.answer(WebRequest(.get, "/" + String(repeating: "a", count: 20))).status == 414)
        #expect(await service.answer(WebRequest(.get, "/a", query: String(repeating: "a", count: 21))).status == 414)
        let field = String(repeating: "a", count: 30)
        #expect(await service.answer(WebRequest(.get, "/a", headers: ["X": field])).status == 431)
    }

    @Test("what limits, callers and a bridge refuse is refused in the words of the service")
    func refusesInItsWords() async throws {
        struct Polite: WebService {
            func answer(_ request: WebRequest) async -> WebResponse { WebResponse(204) }
            func refusal(of request: WebRequest, for problem: WebProblem) -> WebResponse {
                WebResponse(problem.status, headers: ["X-Words": request.path])
            }
        }
        let world = try await WebWorld()
        let limits = WebLimits(bodyByteLimit: 10, targetByteLimit: 20)
        let service = LimitedService(AuthenticatedService(Polite(), of: world.tenant), to: limits)
        let cookie = "\(SessionCookie.standard.name)=\(try await world.token())"
        let long = Array(repeating: UInt8(ascii: "a"), count: 21)
        let answers = [
            (413, await service.answer(WebRequest(.get, "/a", body: long))),
            (414, await service.answer(WebRequest(.get, "/a", query: String(decoding: long, as: UTF8.self)))),
            (403, await service.answer(WebRequest(.put, "/a", headers: ["Cookie": cookie]))),
            (408, service.refusal(of: WebRequest(.put, "/a"), for: WebProblem(408))),
        ]
        for (status, answer) in answers { #expect((answer.status, answer.headers["X-Words"]) == (status, "/a")) }
    }

    @Test("an answer that takes too long is 503, and its work is canceled", .timeLimit(.minutes(20)))
    func tooSlow() async {
        let (ends, end) = AsyncStream.makeStream(of: Bool.self)
        struct SlowService: WebService {
            let end: AsyncStream<Bool>.Continuation
            func answer(_ request: WebRequest) async -> WebResponse {
                try? await Task.sleep(for: .seconds(3_600))
                self.end.yield(Task.isCancelled)
                return WebResponse(200)
            }
        }
        let service = LimitedService(SlowService(end: end), to: WebLimits(duration: .milliseconds(20)))
        let reply = Reply(await service.answer(WebRequest(.get, "/")))
        #expect((reply.status, reply["code"]) == (503, "tooSlow"))
        var canceled = ends.makeAsyncIterator()
        #expect(await canceled.next() == true)
    }
}
