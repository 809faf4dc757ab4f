@_exported public import RosterAdapters
@_exported public import RosterDomain
@_exported public import RosterPorts
@_exported public import RosterStore
@_exported public import RosterUseCases
