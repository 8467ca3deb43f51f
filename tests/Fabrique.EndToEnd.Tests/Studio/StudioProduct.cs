using Fabrique.EndToEnd.Tests.Browser;

namespace Fabrique.EndToEnd.Tests.Studio;

/// <summary>Tests that draw share one product, apart from those that only read.</summary>
[CollectionDefinition(Name)]
public sealed class StudioProduct : ICollectionFixture<Product>
{
    public const string Name = "Studio";
}
