import RosterDomain
import RosterUseCases

/// Who a person is, wherever people are chosen or given something: several may have one full name, and only the user name tells them apart.
struct PersonName {
    let visit: Visit
    let record: UserRecord
    private var user: User { self.record.user }

    /// The full name with the way to the person, the marks, and the user name beneath.
    var html: HTML { HTML([self.link, HTML(text: " "), self.marks, Tag.div(.class("soft")) { self.userName }]) }

    /// The full name with the way to the person.
    var link: HTML {
        Tag.a(.href(self.visit.page("users", self.record.id.description))) { Tag.bdi { self.user.fullName.rawValue } }
    }

    /// That the account is a service's, or a guest's.
    var marks: HTML {
        HTML([
            self.user.accountKind == .service
                ? Tag.span(.class("tag accent")) { self.visit.words(.service) } : HTML(),
            self.user.affiliation == .guest ? Tag.span(.class("tag")) { self.visit.words(.guest) } : HTML(),
        ])
    }

    /// Both names, for controls that are read aloud.
    var text: String { "\(self.user.fullName.rawValue) (\(self.user.userName.rawValue))" }

    var userName: HTML { Tag.bdi { self.user.userName.rawValue } }
}
