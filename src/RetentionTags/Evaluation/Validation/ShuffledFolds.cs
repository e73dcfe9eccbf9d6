using RetentionTags.Numerics;

namespace RetentionTags.Evaluation.Validation;

/// <summary>The folds of a rule that is repeated with one seed after the other.</summary>
internal static class ShuffledFolds
{
    public static IEnumerable<Fold> Of(int folds, int repeats, long seed, Func<ulong, int[]> foldOfRow, CancellationToken cancellationToken)
    {
        var seeds = new SplitMix64(seed);
        for (int repeat = 1; repeat <= repeats; repeat++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int[] numbers = foldOfRow(seeds.Next());
            string prefix = repeats == 1 ? "" : $"repeat {repeat}, ";
            foreach (Fold fold in FoldPlan.FromNumbers(numbers, Enumerable.Range(0, folds).Select(fold => (fold, $"{prefix}fold {fold + 1}")), cancellationToken))
                yield return fold;
        }
    }
}
