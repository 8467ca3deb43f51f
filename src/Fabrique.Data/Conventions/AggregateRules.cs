using Fabrique.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Fabrique.Data.Conventions;

internal static class AggregateRules
{
    /// <summary>Identifiers are the program's, never the database's; the version of an aggregate guards each of its updates.</summary>
    public static void UseAggregateRules(this ModelBuilder modelBuilder)
    {
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetKeys().SelectMany(key => key.Properties).Where(property => property.ClrType == typeof(Guid)))
            {
                property.ValueGenerated = ValueGenerated.Never;
            }

            if (typeof(IAggregate).IsAssignableFrom(entity.ClrType))
            {
                entity.FindProperty(nameof(IAggregate.Version))!.IsConcurrencyToken = true;
            }
        }
    }
}
