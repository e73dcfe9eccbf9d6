namespace RetentionTags.Binning;

/// <summary>Recipes of their own for single columns.</summary>
public static class BinningRecipeExtensions
{
    /// <summary>Gives one column a recipe of its own that departs from the recipe as it is now: <c>recipe.ForColumn("age", age => age with { Trend = Trend.Valley })</c>.</summary>
    /// <remarks>A second call for the same column departs from what the first one made. Settings of the recipe that are changed afterwards do not reach columns with recipes of their own: set the defaults first.</remarks>
    /// <typeparam name="TRecipe">The kind of recipe.</typeparam>
    /// <param name="recipe">The recipe of all other columns.</param>
    /// <param name="columnName">The column.</param>
    /// <param name="change">Makes the column's recipe; it may also be of another kind.</param>
    /// <returns>The recipe with one more recipe for a column.</returns>
    public static TRecipe ForColumn<TRecipe>(this TRecipe recipe, string columnName, Func<TRecipe, BinningRecipe> change)
        where TRecipe : BinningRecipe
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentException.ThrowIfNullOrEmpty(columnName);
        ArgumentNullException.ThrowIfNull(change);
        BinningRecipe present = recipe.RecipeOf(columnName);
        TRecipe start = present as TRecipe
            ?? throw new InvalidOperationException($"The column '{columnName}' already has a recipe of another kind, {present.GetType().Name}.");
        ColumnRecipe own = new(columnName, change((TRecipe)(start with { ColumnRecipes = [] })));
        return (TRecipe)(recipe with { ColumnRecipes = [.. recipe.ColumnRecipes.Where(each => each.ColumnName != columnName), own] });
    }
}
