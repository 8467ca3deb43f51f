using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Fabrique.Domain;
using Fabrique.Domain.Forms;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Fabrique.Data.Auditing;

/// <summary>
/// Writes one <see cref="AuditEntry"/> per changed entity of the domain, in the same transaction. Technical rows keep their own history. An entry that a use case
/// adds itself, about something that is no entity, is saved as it is.
/// </summary>
internal sealed class AuditInterceptor(AuditScope scope, TimeProvider clock) : SaveChangesInterceptor
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private readonly HashSet<AuditEntry> own = [];

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Write(eventData.Context!);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Write(eventData.Context!);
        return ValueTask.FromResult(result);
    }

    private void Write(DbContext context)
    {
        var entries = context.ChangeTracker.Entries().ToList();

        // A save that failed leaves its lines in the tracker: the next attempt writes its own.
        foreach (var stale in context.ChangeTracker.Entries<AuditEntry>().ToList())
        {
            switch (stale.State)
            {
                case EntityState.Added when own.Remove(stale.Entity):
                    stale.State = EntityState.Detached;
                    break;
                case EntityState.Modified or EntityState.Deleted:
                    throw new InvalidOperationException("The audit trail is append-only.");
            }
        }

        var now = clock.GetUtcNow();
        foreach (var entry in entries.Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted && IsAudited(entry)))
        {
            var changes = ChangesOf(entry);
            if (entry.State is EntityState.Modified && changes.Count == 0)
            {
                // Only its version was looked at.
                continue;
            }

            var line = new AuditEntry
            {
                Id = Guid.CreateVersion7(now),
                At = now.UtcDateTime,
                ActorId = scope.ActorId,
                UseCase = Bounded(scope.UseCase, AuditEntry.UseCaseLength),
                EntityType = entry.Metadata.ClrType.Name,
                EntityId = KeyOf(entry),
                Action = entry.State.ToString(),
                Changes = JsonSerializer.Serialize(changes, Json),
            };
            own.Add(line);
            context.Add(line);
        }
    }

    private static bool IsAudited(EntityEntry entry) => entry.Metadata.ClrType.Assembly == typeof(IAggregate).Assembly && entry.Metadata.FindAnnotation(AuditRules.Unaudited) is null;

    private static string KeyOf(EntityEntry entry) => string.Join(
        '/',
        entry.Metadata.FindPrimaryKey()!.Properties.Select(property => Text(entry.Property(property.Name).CurrentValue)));

    private static SortedDictionary<string, object?[]> ChangesOf(EntityEntry entry)
    {
        var changes = new SortedDictionary<string, object?[]>(StringComparer.Ordinal);
        foreach (var (name, property) in PropertiesOf(entry))
        {
            var before = entry.State is EntityState.Added ? null : property.OriginalValue;
            var after = entry.State is EntityState.Deleted ? null : property.CurrentValue;
            if (property.Metadata.ClrType == typeof(FormAnswers))
            {
                AddAnswers(changes, name, before as FormAnswers ?? FormAnswers.None, after as FormAnswers ?? FormAnswers.None);
            }
            else if (entry.State is EntityState.Modified ? property.IsModified && !Equals(before, after) : before is not null || after is not null)
            {
                changes[name] = [Bounded(before), Bounded(after)];
            }
        }

        return changes;
    }

    private static void AddAnswers(SortedDictionary<string, object?[]> changes, string name, FormAnswers before, FormAnswers after)
    {
        foreach (var key in before.Values.Keys.Union(after.Values.Keys, StringComparer.Ordinal).Where(key => before[key] != after[key]))
        {
            changes[$"{name}.{key}"] = [Plain(before[key]), Plain(after[key])];
        }

        static object? Plain(FormValue? value) => value switch
        {
            NumberValue number => number.Number,
            TickValue tick => tick.IsTicked,
            null => null,
            _ => Bounded(FieldKind.LongText.Write(value)),
        };
    }

    private static IEnumerable<(string Name, PropertyEntry Property)> PropertiesOf(EntityEntry entry) => entry.Properties
        .Select(property => (property.Metadata.Name, property))
        .Concat(entry.ComplexProperties.SelectMany(part => part.Properties.Select(property => ($"{part.Metadata.Name}.{property.Metadata.Name}", property))))
        .Where(pair => pair.property.Metadata.FindAnnotation(AuditRules.Unaudited) is null);

    private static object? Bounded(object? value) => value switch
    {
        string text => Bounded(text, AuditEntry.TextLength),
        Enum or DateTime or DateOnly or Guid => Text(value),
        _ => value,
    };

    private static string Bounded(string text, int length) => text.Length <= length ? text : $"{text.AsSpan(0, length - 1)}…";

    private static string Text(object? value) => value is DateTime instant
        ? instant.ToString("O", CultureInfo.InvariantCulture)
        : value is DateOnly day ? day.ToString("O", CultureInfo.InvariantCulture) : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
