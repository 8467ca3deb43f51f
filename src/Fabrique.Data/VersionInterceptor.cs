using Fabrique.Data.Conventions;
using Fabrique.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Fabrique.Data;

/// <summary>
/// Increments the version of each aggregate that changed, itself or through one of its parts, in something that a form may show: a form carries it, and what is
/// kept for the program alone, such as the stamp of a reminder, must not make it out of date. Such a change is saved from the version that was read all the same.
/// </summary>
internal sealed class VersionInterceptor : SaveChangesInterceptor
{
    public static VersionInterceptor Instance { get; } = new();

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Increment(eventData.Context!);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Increment(eventData.Context!);
        return ValueTask.FromResult(result);
    }

    private static void Increment(DbContext context)
    {
        context.ChangeTracker.DetectChanges();
        var changed = context.ChangeTracker.Entries()
            .Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)
            .ToList();
        var roots = changed
            .SelectMany(entry => RootsOf(entry).Select(root => (Root: root, IsShown: entry.State is not EntityState.Modified || ShownRules.IsShown(entry))))
            .Where(change => change.Root.State is EntityState.Modified or EntityState.Unchanged)
            .GroupBy(change => change.Root.Entity);
        foreach (var changes in roots)
        {
            var version = changes.First().Root.Property(nameof(IAggregate.Version));
            version.CurrentValue = (int)version.OriginalValue! + (changes.Any(change => change.IsShown) ? 1 : 0);
            version.IsModified = true;
        }
    }

    private static IEnumerable<EntityEntry> RootsOf(EntityEntry entry)
    {
        if (entry.Entity is IAggregate)
        {
            return [entry];
        }

        // A part belongs to the aggregate that lists it, not to those that it merely names.
        return entry.Metadata.GetForeignKeys()
            .Where(key => key.PrincipalToDependent is not null && typeof(IAggregate).IsAssignableFrom(key.PrincipalEntityType.ClrType))
            .Select(key => entry.Context.ChangeTracker.Entries<IAggregate>().FirstOrDefault(root =>
                root.Metadata == key.PrincipalEntityType && root.Entity.Id.Equals(entry.Property(key.Properties[0].Name).CurrentValue)))
            .OfType<EntityEntry>();
    }
}
