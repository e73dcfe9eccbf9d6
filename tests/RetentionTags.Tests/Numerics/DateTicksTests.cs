using RetentionTags.Numerics;

namespace RetentionTags.Tests.Numerics;

public class DateTicksTests
{
    [Theory]
    [InlineData(DateTimeKind.Unspecified)]
    [InlineData(DateTimeKind.Utc)]
    [InlineData(DateTimeKind.Local)]
    public void A_moment_is_its_ticks_below_its_kind(DateTimeKind kind)
    {
        foreach (long ticks in (long[])[0, 1, DateTime.MaxValue.Ticks])
        {
            long bits = DateTicks.Of([new DateTime(ticks, kind)])[0];
            Assert.Equal(ticks, bits & DateTicks.Mask);
            Assert.Equal(kind == DateTimeKind.Local, bits < 0);
            Assert.Equal(kind == DateTimeKind.Utc, (bits & ~DateTicks.Mask) == DateTicks.Utc);
        }
    }

    [Fact]
    public void The_range_is_that_of_all_moments_and_a_local_one_is_seen_anywhere()
    {
        var random = new SplitMix64(1);
        Assert.Equal((long.MaxValue, long.MinValue, false), DateTicks.RangeOf([]));
        for (int count = 1; count <= 20; count++)
        {
            DateTime[] moments = [.. Enumerable.Range(0, count).Select(_ => new DateTime(random.Next(4) switch { 0 => 0, 1 => DateTime.MaxValue.Ticks, _ => random.Next(1000) }, (DateTimeKind)random.Next(2)))];
            Assert.Equal((moments.Min(each => each.Ticks), moments.Max(each => each.Ticks), false), DateTicks.RangeOf(moments));
            for (int local = 0; local < count; local++)
            {
                DateTime[] with = [.. moments];
                with[local] = DateTime.SpecifyKind(with[local], DateTimeKind.Local);
                Assert.Equal((moments.Min(each => each.Ticks), moments.Max(each => each.Ticks), true), DateTicks.RangeOf(with));
            }
        }
    }
}
