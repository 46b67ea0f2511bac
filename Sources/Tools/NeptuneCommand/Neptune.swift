import ArgumentParser
@main struct Neptune: AsyncParsableCommand { mutating func run() async throws { print("hello") } }
