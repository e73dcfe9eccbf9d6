namespace RetentionTags.Tests.Support;

public class EveryRecipeTests
{
    [Fact]
    public void Passes_the_battery()
    {
        Type[] recipes = [.. typeof(IRecipe<>).Assembly.GetTypes().Where(type => !type.IsAbstract && type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IRecipe<>)))];
        Type[] tested = [.. typeof(EveryRecipeTests).Assembly.GetTypes()
            .Where(type => !type.IsAbstract)
            .Select(BatteryOf)
            .OfType<Type>()
            .Select(battery => battery.GenericTypeArguments[0])];
        Assert.NotEmpty(recipes);
        Assert.Equal(recipes.OrderBy(recipe => recipe.Name), tested.OrderBy(recipe => recipe.Name));
    }
    /// <summary>The battery that a class derives from, by way of others or not.</summary>
    private static Type? BatteryOf(Type type)
    {
        Type? parent = type.BaseType;
        while (parent is not null && !(parent.IsGenericType && parent.GetGenericTypeDefinition() == typeof(RecipeBattery<,>)))
            parent = parent.BaseType;
        return parent;
    }
}
