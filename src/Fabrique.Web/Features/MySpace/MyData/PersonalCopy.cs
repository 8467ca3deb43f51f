using System.IO.Pipelines;
using System.Linq.Expressions;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Fabrique.Data;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Fabrique.Web.Features.MySpace.MyData;

/// <summary>
/// What is kept of one person: every row of the declared entities that leads to them, by what it was declared for (GDPR, articles 15 and 20). Rows are read one by
/// one, never all at once. Other people are in it by their identifiers only.
/// </summary>
public sealed class PersonalCopy(FabriqueDbContext db, ModuleCatalog modules)
{
    // What proves a change may hold other people's words, and a digest opens a door.
    private static readonly string[] Withheld = ["Changes", "SecretDigest", "Version"];

    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private static readonly MethodInfo ReadOf = typeof(PersonalCopy).GetMethod(nameof(Read), BindingFlags.Instance | BindingFlags.NonPublic)!;

    /// <summary>Writes it as one JSON object.</summary>
    /// <param name="personId">Whose.</param>
    /// <param name="email">Their address: some rows know them by it.</param>
    /// <param name="now">UTC.</param>
    /// <param name="target">Written and flushed, not completed.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    public async Task WriteAsync(Guid personId, string email, DateTime now, PipeWriter target, CancellationToken cancellationToken)
    {
        using var json = new Utf8JsonWriter(target, Readable);
        json.WriteStartObject();
        json.WriteString("établi le", now);
        json.WriteString("identifiant", personId);
        json.WriteStartArray("données");
        var told = new HashSet<Type>();
        foreach (var data in modules.PersonalData)
        {
            json.WriteStartObject();
            json.WriteString("quoi", data.What);
            json.WriteString("pourquoi", data.Purpose);
            json.WriteString("combien de temps", data.HowLong);
            json.WriteStartArray("lignes");
            foreach (var entity in data.Entities.Where(told.Add).Select(type => db.Model.FindEntityType(type)!).Where(PersonalColumns.IsAboutPeople))
            {
                var rows = (IAsyncEnumerable<object>)ReadOf.MakeGenericMethod(entity.ClrType).Invoke(this, [entity, personId, email])!;
                await foreach (var row in rows.WithCancellation(cancellationToken))
                {
                    Write(json, entity, row);
                    json.Flush();
                    await target.FlushAsync(cancellationToken);
                }
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        await target.FlushAsync(cancellationToken);
    }

    private static void Write(Utf8JsonWriter json, IEntityType entity, object row)
    {
        json.WriteStartObject();
        json.WriteString("nature", entity.ClrType.Name);
        foreach (var property in entity.GetProperties().Where(property => !property.IsShadowProperty() && !Withheld.Contains(property.Name, StringComparer.Ordinal)))
        {
            var value = property.GetGetter().GetClrValue(row);
            json.WritePropertyName(JsonNamingPolicy.CamelCase.ConvertName(property.Name));
            Write(json, property.GetTypeMapping().Converter is { } converter && value is not null and not Enum ? converter.ConvertToProvider(value) : value);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case Enum named:
                json.WriteStringValue(named.ToString());
                break;
            case string text when text.StartsWith('{') || text.StartsWith('['):
                WriteStructure(json, text);
                break;
            default:
                JsonSerializer.Serialize(json, value, value.GetType());
                break;
        }
    }

    private static void WriteStructure(Utf8JsonWriter json, string text)
    {
        try
        {
            JsonNode.Parse(text)!.WriteTo(json);
        }
        catch (JsonException)
        {
            json.WriteStringValue(text);
        }
    }

    private static Expression<Func<TEntity, bool>> LeadsTo<TEntity>(IEntityType entity, Guid personId, string email)
    {
        var row = Expression.Parameter(typeof(TEntity));
        var lower = email.ToLowerInvariant();
        Expression? any = null;
        foreach (var property in PersonalColumns.NamesOf(entity).Where(property => Nullable.GetUnderlyingType(property.ClrType) is { } inner ? inner == typeof(Guid) : property.ClrType == typeof(Guid)))
        {
            Add(Expression.Equal(Column(property, property.ClrType), Expression.Convert(Value(personId), property.ClrType)));
        }

        foreach (var property in PersonalColumns.AddressesOf(entity).Where(property => property.GetValueConverter() is null))
        {
            Add(Expression.Equal(Expression.Call(Column(property, typeof(string)), nameof(string.ToLower), Type.EmptyTypes), Value(lower)));
        }

        return Expression.Lambda<Func<TEntity, bool>>(any ?? Expression.Constant(false), row);

        void Add(Expression one) => any = any is null ? one : Expression.OrElse(any, one);

        Expression Column(IReadOnlyProperty property, Type type) => Expression.Call(typeof(EF), nameof(EF.Property), [type], row, Expression.Constant(property.Name));

        // A captured value becomes a parameter of the query, where a constant would make a plan of its own for each person.
        static Expression Value<T>(T value) => Expression.Property(Expression.Constant(new Captured<T>(value)), nameof(Captured<T>.Value));
    }

    private IAsyncEnumerable<object> Read<TEntity>(IEntityType entity, Guid personId, string email)
        where TEntity : class =>
        db.Set<TEntity>().AsNoTracking().IgnoreAutoIncludes().Where(LeadsTo<TEntity>(entity, personId, email)).AsAsyncEnumerable();

    private sealed record Captured<T>(T Value);
}
