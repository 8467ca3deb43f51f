using Fabrique.EndToEnd.Tests.Browser;

namespace Fabrique.EndToEnd.Tests;

/// <summary>Tests that leave the demonstration's time as it is look at one product, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class SharedProduct : ICollectionFixture<Product>
{
    public const string Name = "Shared product";
}
