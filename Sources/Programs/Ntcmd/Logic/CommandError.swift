import NTABI

/// Why a command could not do what was asked; shown in one line.
enum CommandError: Error {
    /// The arguments make no sense; the line says what would.
    case usage(String)
    /// A system service said no.
    case status(NTStatus, String)
}
