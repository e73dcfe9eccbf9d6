namespace RetentionTags.Sql.Training;

/// <summary>One of the sums that a step of a regression needs: the log-likelihood, an element of the gradient, or one of the information matrix's lower triangle.</summary>
/// <param name="Kind">Which of the three.</param>
/// <param name="Row">The coefficient; 0 for the intercept.</param>
/// <param name="Column">The other one, of the information matrix; at most the row.</param>
internal readonly record struct LogisticSum(LogisticSumKind Kind, int Row, int Column)
{
    /// <summary>All sums of a number of coefficients.</summary>
    public static LogisticSum[] AllOf(int size)
    {
        List<LogisticSum> sums = [new(LogisticSumKind.LogLikelihood, 0, 0)];
        for (int i = 0; i < size; i++)
            sums.Add(new(LogisticSumKind.Gradient, i, 0));
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= i; j++)
                sums.Add(new(LogisticSumKind.Information, i, j));
        }

        return [.. sums];
    }

    /// <summary>The columns whose product is added up.</summary>
    /// <param name="evidence">The names of the columns' weights of evidence.</param>
    public string[] Factors(string[] evidence) => Kind switch
    {
        LogisticSumKind.LogLikelihood => ["likelihood"],
        LogisticSumKind.Gradient => ["residual", .. Row == 0 ? [] : (string[])[evidence[Row - 1]]],
        _ => ["curvature", .. ((int[])[Row, Column]).Where(each => each > 0).Select(each => evidence[each - 1])],
    };
}
