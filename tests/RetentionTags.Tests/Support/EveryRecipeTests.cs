namespace RetentionTags.Tests.Support;

public class EveryRecipeTests
{
    [Fact]
    public void Passes_the_battery()
    {
        Type[] recipes = [.. typeof(IRecipe<>).Assembly.GetTypes().Where(type => !type.IsAbstract && type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IRecipe<>)))];
        Type[] tested = [.. typeof(EveryRecipeTests).Assembly.GetTypes().Where(type => !type.IsAbstract).Select(RecipeOf).OfType<Type>().Distinct()];
        Assert.NotEmpty(recipes);
        Assert.Equal(recipes.OrderBy(recipe => recipe.Name), tested.OrderBy(recipe => recipe.Name));
    }

    /// <summary>The recipe of the battery that a type is derived from, directly or not.</summary>
    private static Type? RecipeOf(Type? type) => type switch
    {
        null => null,
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(RecipeBattery<,>) => Definition(type.GenericTypeArguments[0]),
        _ => RecipeOf(type.BaseType),
    };

    private static Type Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;
}
