using RetentionTags.Numerics;

namespace RetentionTags.Models.Linear;

/// <summary>
/// Brings coefficients near the optimum by passes that need no information matrix of all rows, which takes most of the time of a Newton step: Newton's method on a part of the rows, and then L-BFGS on all of
/// them with the part's matrix as the first guess.
/// </summary>
/// <remarks>
/// Nothing is decided here. Where it ends, Newton's method on all rows begins, and finds the same optimum from anywhere; whatever does not go well on a part (a column that hardly occurs in it, separation, a
/// wild value) leaves the coefficients as they were.
/// </remarks>
internal sealed class QuickDescent
{
    /// <summary>Above this number of coefficients a part of the rows would have to be large to know the matrix, and L-BFGS does without.</summary>
    public const int MostFactored = 501;

    /// <summary>The last part is every 8th block: with half as many rows a step on all rows would be saved in the part and another one be needed.</summary>
    public const int Part = 8;

    /// <summary>A part of the rows must have this many …</summary>
    private const int LeastRows = 2048;

    /// <summary>… and this many for each coefficient, to be near enough to the whole.</summary>
    private const int RowsForEach = 40;

    /// <summary>Log-odds (root of the weighted mean square) by which a step may move the rows of a part when it is taken as the last one: the error that it leaves is of the order of its square.</summary>
    private const double SmallMove = 0.1;

    private const int MostPartSteps = 15;
    private const int MostPartHalvings = 5;
    private const int MostTrials = 20;
    private const int Memory = 10;

    /// <summary>What L-BFGS without a factor is to reach, in standard errors as far as it knows them: there Newton's steps are near their end.</summary>
    private const double NearEnough = 1e-3;

    /// <summary>So near, steps that keep this share of their length are a sign of separation or of wild values, which Newton's method knows how to tell apart.</summary>
    private const double NearlyThere = 1e-2, HardlyShrinks = 0.3;

    private const int MostSlowSteps = 3;

    /// <summary>Shares of the slope between which a step ends: below the least it went too far beyond the lowest point, above the most not far enough.</summary>
    private const double LeastSlope = -0.5, MostSlope = 0.9;

    /// <summary>Which part of the blocks: every n-th.</summary>
    private static readonly int[] Parts = [256, 64, Part];

    private readonly LogisticPass _pass;
    private readonly double[] _penalties;
    private readonly bool[] _isLeftOut;
    private readonly double _tolerance;
    private readonly double _totalWeight;
    private readonly Action<int> _report;
    private readonly CancellationToken _cancellationToken;

    /// <param name="pass">Over all rows.</param>
    /// <param name="penalties">On the scale of the coefficients.</param>
    /// <param name="isLeftOut">The columns that take no part.</param>
    /// <param name="tolerance">The fit's tolerance.</param>
    /// <param name="totalWeight">Of all rows.</param>
    /// <param name="report">Told of each step on all rows.</param>
    /// <param name="cancellationToken">Stops the descent.</param>
    public QuickDescent(LogisticPass pass, double[] penalties, bool[] isLeftOut, double tolerance, double totalWeight, Action<int> report, CancellationToken cancellationToken) =>
        (_pass, _penalties, _isLeftOut, _tolerance, _totalWeight, _report, _cancellationToken) = (pass, penalties, isLeftOut, tolerance, totalWeight, report, cancellationToken);

    /// <summary>Steps on all rows.</summary>
    public int Steps { get; private set; }

    /// <summary>A step with the matrix of a part of the rows, taken near the optimum; nothing where no part led the way.</summary>
    public NewtonStep? OnPartOfRows { get; private set; }

    /// <summary>How often a step had to be shortened.</summary>
    public int Halvings { get; private set; }

    /// <summary>Whether there are so many rows that a part of them, and even half of it, knows the information matrix.</summary>
    public static bool IsFor(int rowCount, int size) => size <= MostFactored && IsEnough(rowCount / (2 * Part), size);

    /// <summary>Moves the coefficients.</summary>
    /// <param name="coefficients">Where to begin; the intercept first.</param>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="mostSteps">At most so many steps on all rows.</param>
    /// <param name="isNear">Whether the coefficients may be nearer to the optimum already than a part of the rows could lead them.</param>
    /// <param name="negligibleMove">When to stop, in log-odds that the next step would move the rows by; or in standard errors at the fit's tolerance, if that comes first.</param>
    /// <returns>Whether a part of the rows, on which every column counted, led the way; otherwise nothing has happened.</returns>
    public bool TryRun(double[] coefficients, int rowCount, int mostSteps, bool isNear, double negligibleMove)
    {
        NewtonStep? guess = isNear ? FromNearby(coefficients) : null;
        if (guess is null)
        {
            double[] start = [.. coefficients];
            foreach (int every in Parts)
            {
                if (IsEnough(rowCount / every, _pass.Size))
                    guess = OnPart(coefficients, every);
            }

            if (guess is null)
            {
                start.CopyTo(coefficients, 0);
                return false;
            }
        }

        OnPartOfRows = guess;
        Descend(coefficients, new(Memory, guess.Solve, 1), mostSteps, Math.Max(_tolerance, negligibleMove / 2 * Math.Sqrt(_pass.Information[0])));
        return true;
    }

    /// <summary>Moves the coefficients by L-BFGS alone, which on standardised columns begins with steps of one size in all directions.</summary>
    /// <param name="coefficients">Where to begin; the intercept first.</param>
    /// <param name="curvature">About how much a unit of weight curves the objective: p (1 − p).</param>
    /// <param name="mostSteps">At most so many steps.</param>
    /// <param name="tolerance">When to stop, in standard errors as far as L-BFGS knows them.</param>
    public void RunWithoutFactor(double[] coefficients, double curvature, int mostSteps, double tolerance = NearEnough) =>
        Descend(coefficients, new(2 * Memory, null, 1 / (curvature * _totalWeight)), mostSteps, tolerance);

    private static bool IsEnough(int rows, int size) => rows >= Math.Max(LeastRows, RowsForEach * size);

    /// <summary>The matrix of a part where it stands, if the gradient of all rows asks for no more than a small move from there.</summary>
    private NewtonStep? FromNearby(double[] coefficients)
    {
        _pass.Run(coefficients, _cancellationToken, hasInformation: true, Part);
        NewtonStep onPart = NewtonStep.Of(_pass, coefficients, _penalties, _isLeftOut, _totalWeight);
        if (!onPart.IsComplete(_isLeftOut))
            return null;
        RunGradient(coefficients);
        double[] gradient = Gradient(coefficients);
        return Math.Sqrt(DotProduct.Of(gradient, onPart.Solve(gradient))) <= SmallMove * Math.Sqrt(_pass.Information[0]) ? onPart : null;
    }

    /// <summary>Newton's method on every n-th block; nothing, and the coefficients unmoved, when it does not go smoothly.</summary>
    private NewtonStep? OnPart(double[] coefficients, int every)
    {
        double[] start = [.. coefficients];
        _pass.Run(coefficients, _cancellationToken, hasInformation: true, every);
        for (int steps = 0; steps < MostPartSteps; steps++)
        {
            NewtonStep step = NewtonStep.Of(_pass, coefficients, _penalties, _isLeftOut, _totalWeight);
            if (!step.IsComplete(_isLeftOut))
                break;
            if (step.Remaining <= SmallMove * Math.Sqrt(_pass.Information[0]))
            {
                AddTo(coefficients, -1, step.Direction);
                return step;
            }

            if (!TryMoveOnPart(coefficients, step.Direction, every))
                break;
        }

        start.CopyTo(coefficients, 0);
        return null;
    }

    private bool TryMoveOnPart(double[] coefficients, double[] direction, int every)
    {
        double before = Objective(coefficients), length = 1;
        double[] start = [.. coefficients];
        for (int halvings = 0; halvings <= MostPartHalvings; halvings++, length /= 2)
        {
            start.CopyTo(coefficients, 0);
            AddTo(coefficients, -length, direction);
            _pass.Run(coefficients, _cancellationToken, hasInformation: true, every);
            if (Objective(coefficients) <= before)
                return true;
        }

        return false;
    }

    /// <summary>Steps until the next one is so short that it need not be looked at, or none leads further down.</summary>
    private void Descend(double[] coefficients, LimitedMemory memory, int mostSteps, double tolerance)
    {
        double last = double.PositiveInfinity;
        int slowSteps = 0;
        RunGradient(coefficients);
        double[] gradient = Gradient(coefficients);
        while (Steps < mostSteps)
        {
            _report(Steps);
            double[] direction = memory.Direction(gradient);
            double slope = DotProduct.Of(gradient, direction), remaining = Math.Sqrt(slope), following = double.IsFinite(last) ? remaining * (remaining / last) : double.PositiveInfinity;
            if (!(slope > 0) && !memory.IsEmpty)
            {
                memory.Clear();
                continue;
            }

            slowSteps = remaining > HardlyShrinks * last && remaining < NearlyThere ? slowSteps + 1 : 0;
            if (!(remaining > tolerance) || slowSteps == MostSlowSteps)
                return;
            if (following <= tolerance)
            {
                AddTo(coefficients, -1, direction);
                Steps++;
                return;
            }

            double[] start = [.. coefficients], from = gradient;
            if (!TryMove(coefficients, direction, slope))
                return;
            Steps++;
            gradient = Gradient(coefficients);
            memory.Add(Difference(coefficients, start), Difference(gradient, from));
            last = remaining;
        }
    }

    /// <summary>
    /// A step at whose end the objective neither falls nor rises steeply (Wolfe's strong condition), by halving what lies between too long and too short, and doubling until something is too long. Since the objective is convex its slopes alone tell which is which, and
    /// its values, of which each takes a logarithm for every row, need not be known: where it still falls at the end it has fallen all the way. The first trial is the step as it is.
    /// </summary>
    private bool TryMove(double[] coefficients, double[] direction, double slope)
    {
        double[] start = [.. coefficients];
        double shortest = 0, longest = double.PositiveInfinity, length = 1;
        for (int trial = 0; trial < MostTrials; trial++)
        {
            start.CopyTo(coefficients, 0);
            AddTo(coefficients, -length, direction);
            RunGradient(coefficients);
            double atEnd = DotProduct.Of(Gradient(coefficients), direction);
            if (!(atEnd >= LeastSlope * slope))
                longest = length;
            else if (atEnd > MostSlope * slope)
                shortest = length;
            else
                return true;
            Halvings += longest < double.PositiveInfinity ? 1 : 0;
            length = longest < double.PositiveInfinity ? (shortest + longest) / 2 : 2 * shortest;
        }

        start.CopyTo(coefficients, 0);
        return false;
    }

    private void RunGradient(double[] coefficients) => _pass.Run(coefficients, _cancellationToken, hasInformation: false, hasLoss: false);

    private static void AddTo(double[] coefficients, double length, double[] direction)
    {
        for (int j = 0; j < coefficients.Length; j++)
            coefficients[j] += length * direction[j];
    }

    private static double[] Difference(double[] to, double[] from) => [.. to.Select((value, j) => value - from[j])];

    /// <summary>With the penalty; 0 for a column that takes no part.</summary>
    private double[] Gradient(double[] coefficients) => [.. _pass.Gradient.Select((slope, j) => _isLeftOut[j] ? 0 : slope + (_penalties[j] * coefficients[j]))];

    private double Objective(double[] coefficients)
    {
        double penalty = 0;
        for (int j = 0; j < coefficients.Length; j++)
            penalty += _penalties[j] * coefficients[j] * coefficients[j];
        return _pass.Loss + (penalty / 2);
    }
}
