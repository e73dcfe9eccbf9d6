namespace RetentionTags.Tests.Support;

public class EveryRecipeTests
{
    [Fact]
    public void Passes_the_battery()
    {
        Type[] recipes = [.. typeof(IRecipe<>).Assembly.GetTypes().Where(type => !type.IsAbstract && type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IRecipe<>)))];
        Type[] tested = [.. typeof(EveryRecipeTests).Assembly.GetTypes()
            .Where(type => !type.IsAbstract)
            .SelectMany(Bases)
            .Where(parent => parent.IsGenericType && parent.GetGenericTypeDefinition() == typeof(RecipeBattery<,>))
            .Select(battery => battery.GenericTypeArguments[0])];
        Assert.NotEmpty(recipes);
        Assert.Equal(recipes.OrderBy(recipe => recipe.Name), tested.OrderBy(recipe => recipe.Name));
    }

    private static IEnumerable<Type> Bases(Type type)
    {
        for (Type? parent = type.BaseType; parent is not null; parent = parent.BaseType)
            yield return parent;
    }
}
