import NTABI
import Testing

@Suite struct CalendarTimeTests {
    @Test(
        "dates follow the calendar",
        arguments: [
            (0, [1601, 1, 1, 0, 0, 0, 0], 1), (116_444_736_000_000_000, [1970, 1, 1, 0, 0, 0, 0], 4),
            (125_963_423_990_000_000, [2000, 2, 29, 23, 59, 59, 0], 2),
            (134_073_791_990_000_000, [2025, 11, 11, 23, 59, 59, 0], 2),
            (125_963_424_001_230_000, [2000, 3, 1, 0, 0, 0, 123], 3),
        ] as [(Int64, [Int64], Int64)])
    func dates(_ time: Int64, _ fields: [Int64], _ weekday: Int64) {
        let moment = CalendarTime(ntTime: time)
        #expect(
            [moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second, moment.milliseconds]
                == fields)
        #expect(moment.weekday == weekday)
        #expect(moment.ntTime == time)
    }

    @Test("every day of 400 years comes back")
    func roundTrip() {
        var last = CalendarTime(ntTime: 0)
        for day in 1...146_097 as ClosedRange<Int64> {
            let moment = CalendarTime(ntTime: day * 864_000_000_000)
            #expect(moment.ntTime == day * 864_000_000_000)
            #expect(moment.weekday == (last.weekday + 1) % 7)
            last = moment
        }
        #expect(last.year == 2001 && last.month == 1 && last.day == 1)
    }

    @Test(
        "what does not exist is refused",
        arguments: [
            [1600, 1, 1, 0, 0, 0, 0], [30828, 1, 1, 0, 0, 0, 0], [2001, 2, 29, 0, 0, 0, 0], [1900, 2, 29, 0, 0, 0, 0],
            [2001, 4, 31, 0, 0, 0, 0], [2001, 13, 1, 0, 0, 0, 0], [2001, 0, 1, 0, 0, 0, 0], [2001, 1, 0, 0, 0, 0, 0],
            [2001, 1, 1, 24, 0, 0, 0], [2001, 1, 1, 0, 60, 0, 0], [2001, 1, 1, 0, 0, 60, 0],
            [2001, 1, 1, 0, 0, 0, 1000],
            [2001, 1, 1, -1, 0, 0, 0],
        ] as [[Int64]])
    func refusals(_ fields: [Int64]) {
        let moment = CalendarTime(
            year: fields[0], month: fields[1], day: fields[2], hour: fields[3], minute: fields[4], second: fields[5],
            milliseconds: fields[6])
        #expect(moment.ntTime == nil)
    }
}
