let options = WriterOptions(CommandLine.arguments)
await JournalWriter(options).run()
