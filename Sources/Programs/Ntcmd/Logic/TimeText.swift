import CNT

/// How the shell writes a date and a time of day.
extension TIME_FIELDS {
    var date: String { "\(Year)-\(twoDigits(Int(Month)))-\(twoDigits(Int(Day)))" }
    var time: String { "\(twoDigits(Int(Hour))):\(twoDigits(Int(Minute))):\(twoDigits(Int(Second)))" }

    var weekdayName: String {
        ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"][Int(Weekday) % 7]
    }
}
