using RetentionTags.Binning.Prebins;
using RetentionTags.Numerics;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Binning.Prebins;

/// <summary>Against sorting by LINQ, and how soon each step stops, counted in categories instead of in time.</summary>
public class CategoryOrderingTests : PropertyTests
{
    private const int MostLooks = 1 << 13;

    [Property(MaxTest = 200)]
    public void Categories_stand_by_level_and_then_by_name(byte[] levels, int seed)
    {
        var random = new SplitMix64(seed);
        List<(double Level, string Name)> groups = [.. levels.Select((level, i) => (Level: ((level % 7) - 3) / 3.0, Name: FormattableString.Invariant($"{random.Next(10)}é{i}")))];
        List<(double Level, string Name)> sorted = CategoryOrdering.ByLevel(groups, group => group.Level, group => group.Name, default);
        Assert.Equal(groups.OrderBy(group => group.Level).ThenBy(group => group.Name, StringComparer.Ordinal), sorted);

        string[] names = [.. groups.Select(group => group.Name)], byName = [.. names];
        CategoryOrdering.SortByName(byName, default);
        Assert.Equal(names.Order(StringComparer.Ordinal), byName);
        Assert.Equal(sorted.Select(group => group.Name), CategoryOrdering.AsGiven("x", groups, group => [group.Name], [.. sorted.Select(group => group.Name)], default).Select(group => group.Name));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sorting_stops_soon_after_it_is_asked_to(bool areLevelsEqual)
    {
        List<string> names = [.. Enumerable.Range(0, 60_000).Select(i => FormattableString.Invariant($"id{(long)i * 7919 % 60_013}"))];
        foreach (int after in (int[])[1, 20_000, 59_000, 100_000])
        {
            using var source = new CancellationTokenSource();
            int calls = 0, late = 0;
            void Count()
            {
                if (++calls == after)
                    source.Cancel();
                late += calls > after ? 1 : 0;
            }

            void Sort() => CategoryOrdering.ByLevel(
                names,
                name =>
                {
                    Count();
                    return areLevelsEqual ? 1 : name.Length;
                },
                name =>
                {
                    Count();
                    return name;
                },
                source.Token);
            Assert.Equal(source.Token, Assert.Throws<OperationCanceledException>(Sort).CancellationToken);
            Assert.InRange(late, 0, 2 * MostLooks);
        }
    }

    [Theory]
    [InlineData(30, 30, false)]
    [InlineData(29.999999999999996, 30, false)]
    [InlineData(29.99, 30, true)]
    [InlineData(0.5, 0, false)]
    public void Rare_is_what_lacks_more_than_rounding(double count, double least, bool isRare) => Assert.Equal(isRare, CategoryOrdering.IsRare(count, least));
}
