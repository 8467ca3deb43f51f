using Fabrique.Data;
using Fabrique.Data.Workflows;
using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Web.Platform.Mail;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Messages;

/// <summary>What administrators made of a message in one scope.</summary>
/// <param name="Procedure">Identifier of the definition; <see cref="MessageOverride.Everywhere"/> for all.</param>
/// <param name="Version">Of the aggregate, which forms carry.</param>
/// <param name="Revision">The one in force.</param>
/// <param name="Author">Name of whoever wrote it.</param>
public sealed record MessageChange(string Key, string Procedure, int Version, MessageRevision Revision, string Author);

/// <summary>One message, in one scope.</summary>
/// <param name="Shipped">What the software ships.</param>
/// <param name="Procedure">Identifier of the definition; <see cref="MessageOverride.Everywhere"/> for all.</param>
/// <param name="Changes">What administrators made of it, in every scope.</param>
/// <param name="Procedures">Names of the procedures that may have their own, by identifier; none when it is never of one.</param>
public sealed record MessageSheet(MessageTemplate Shipped, string Procedure, IReadOnlyList<MessageChange> Changes, IReadOnlyList<(string Id, string Name)> Procedures)
{
    public string Key => Shipped.Key;

    public bool IsOfProcedure => Procedure != MessageOverride.Everywhere;

    /// <summary>In this scope; null when nobody did anything in it.</summary>
    public MessageChange? Change => Changes.FirstOrDefault(change => change.Procedure == Procedure);

    /// <summary>What is in force as long as nothing is written in this scope.</summary>
    public MessageText Inherited => (IsOfProcedure ? Changes.FirstOrDefault(change => change.Procedure == MessageOverride.Everywhere)?.Revision.Text : null) ?? Shipped.Text;

    public MessageText InForce => Change?.Revision.Text ?? Inherited;

    /// <summary>Whether nothing leaves in this scope, or in all.</summary>
    public bool IsOff => !Shipped.IsMandatory && Changes.Any(change => change.Revision.IsOff && (change.Procedure == Procedure || change.Procedure == MessageOverride.Everywhere));

    /// <summary>« Candidature », or « partout ».</summary>
    public string ScopeName => IsOfProcedure ? Procedures.FirstOrDefault(procedure => procedure.Id == Procedure).Name ?? Procedure : "partout";
}

/// <summary>Reads messages with what administrators made of them.</summary>
public sealed class MessageReader(FabriqueDbContext db, MessageCatalog shipped)
{
    internal static Refusal Unknown { get; } = new("message-unknown", "Ce message n’existe pas, ou cette procédure ne peut pas avoir le sien.");

    /// <summary>What administrators made of every message.</summary>
    public Task<List<MessageChange>> ListAsync(CancellationToken cancellationToken) => Read(db.MessageOverrides.AsNoTracking()).ToListAsync(cancellationToken);

    /// <returns>Null when there is no such message, or when the procedure may not have its own.</returns>
    public async Task<MessageSheet?> FindAsync(string key, string? procedure, CancellationToken cancellationToken)
    {
        if (shipped.Find(key) is not { } template)
        {
            return null;
        }

        var procedures = MessageLabels.MayBeOfProcedure(template) ? await ReadProceduresAsync(cancellationToken) : [];
        var sheet = new MessageSheet(template, procedure ?? MessageOverride.Everywhere, await Read(db.MessageOverrides.AsNoTracking().Where(message => message.Key == key)).ToListAsync(cancellationToken), procedures);
        return !sheet.IsOfProcedure || sheet.Change is not null || procedures.Any(known => known.Id == procedure) ? sheet : null;
    }

    /// <summary>Takes a message to change it, as the person was shown it; a new one when nobody did anything yet.</summary>
    /// <param name="sheet">The message, and in which scope.</param>
    /// <param name="version">The version that the person was shown; null when they were shown none.</param>
    /// <param name="id">Of the new one.</param>
    /// <param name="cancellationToken">Abandons the query.</param>
    /// <exception cref="StaleVersionException">Somebody changed it since.</exception>
    public async Task<MessageOverride> OpenAsync(MessageSheet sheet, int? version, Guid id, CancellationToken cancellationToken)
    {
        // In one query: between two, somebody else's revision could come in.
        var found = await db.MessageOverrides.Include(message => message.Revisions).AsSingleQuery().SingleOrDefaultAsync(message => message.Key == sheet.Key && message.Procedure == sheet.Procedure, cancellationToken);
        if (found is null)
        {
            found = MessageOverride.Of(id, sheet.Key, sheet.Procedure);
            db.MessageOverrides.Add(found);
            return found;
        }

        db.ExpectVersion(found, version ?? -1);
        return found;
    }

    private IQueryable<MessageChange> Read(IQueryable<MessageOverride> messages) =>
        from message in messages
        from revision in db.Set<MessageRevision>().AsNoTracking()
        where revision.MessageOverrideId == message.Id && revision.Number == message.Number
        join person in db.StaffMembers on revision.WrittenById equals person.Id
        orderby message.Key, message.Procedure
        select new MessageChange(message.Key, message.Procedure, message.Version, revision, person.FullName);

    private async Task<IReadOnlyList<(string Id, string Name)>> ReadProceduresAsync(CancellationToken cancellationToken) =>
        [.. (await db.Set<WorkflowDefinitionRow>()
                .Where(version => version.IsPublished && version.DefinitionId.Length <= MessageOverride.ProcedureLength)
                .Select(version => new { version.DefinitionId, version.Name })
                .ToListAsync(cancellationToken))
            .Select(version => (version.DefinitionId, version.Name))
            .OrderBy(procedure => procedure.Item2, StringComparer.Create(Kernel.Time.FrenchCulture.Instance, ignoreCase: true))];
}
