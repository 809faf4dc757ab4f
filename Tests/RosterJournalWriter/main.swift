import RosterStore

if let trial = Trial(CommandLine.arguments) {
    await trial.run()
} else {
    await JournalWriter(WriterOptions(CommandLine.arguments)).run()
}
