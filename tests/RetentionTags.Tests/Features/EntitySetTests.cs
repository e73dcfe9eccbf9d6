using RetentionTags.Features;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Features;

public class EntitySetTests : PropertyTests
{
    [Property]
    public bool Members_are_numbered_in_their_order(ushort[] members, byte more)
    {
        int[] expected = [.. members.Select(member => member % 1000).Distinct().Order()];
        var set = new EntitySet(expected.LastOrDefault() + 1 + more);
        foreach (ushort member in members)
            set.Add(member % 1000);
        set.Number();
        return set.Count == expected.Length
            && expected.SequenceEqual(Enumerable.Range(0, set.Count).Select(number => set[number]))
            && Enumerable.Range(0, expected.LastOrDefault() + 1 + more).All(entity => set.Contains(entity) == expected.Contains(entity) && set.NumberOf(entity) == expected.Count(member => member < entity));
    }
}
