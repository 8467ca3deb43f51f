using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Data.Connections;

/// <summary>
/// Where entities that are not the product's own are mapped. Contexts with other mappings have a model of their own. The tables of these entities are left out of the
/// product's migrations: whoever brings them brings their tables.
/// </summary>
internal sealed class ModuleMappings(IReadOnlyList<Assembly> assemblies, bool areTablesMade = false) : IDbContextOptionsExtension
{
    public IReadOnlyList<Assembly> Assemblies => assemblies;

    /// <summary>Whether their tables are made with the others: in a scratch database.</summary>
    public bool AreTablesMade => areTablesMade;

    public DbContextOptionsExtensionInfo Info => new ExtensionInfo(this);

    public void ApplyServices(IServiceCollection services)
    {
        // Only the model differs.
    }

    public void Validate(IDbContextOptions options)
    {
        // Any assembly may hold mappings.
    }

    private sealed class ExtensionInfo(ModuleMappings mappings) : DbContextOptionsExtensionInfo(mappings)
    {
        private readonly ModuleMappings mappings = mappings;

        public override bool IsDatabaseProvider => false;

        public override string LogFragment => "";

        public override int GetServiceProviderHashCode() => mappings.Assemblies.Aggregate(mappings.AreTablesMade ? 1 : 0, HashCode.Combine);

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo)
        {
            // Nothing that a log would need.
        }

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) =>
            other is ExtensionInfo same && same.mappings.AreTablesMade == mappings.AreTablesMade && same.mappings.Assemblies.SequenceEqual(mappings.Assemblies);
    }
}

internal static class ModuleMappingsBuilder
{
    /// <summary>Adds mappings, if any, to those of the product.</summary>
    public static DbContextOptionsBuilder MapAlso(this DbContextOptionsBuilder builder, IReadOnlyList<Assembly> assemblies, bool areTablesMade = false)
    {
        if (assemblies.Count > 0)
        {
            ((IDbContextOptionsBuilderInfrastructure)builder).AddOrUpdateExtension(new ModuleMappings(assemblies, areTablesMade));
        }

        return builder;
    }
}
