using Fabrique.Data;
using Fabrique.Data.Workflows;
using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Drawings;
using Fabrique.Web.Platform.Mail;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Messages;

/// <summary>What administrators made of a message in one scope.</summary>
/// <param name="Version">Of the aggregate, which forms carry.</param>
/// <param name="Revision">The one in force.</param>
/// <param name="Author">Name of whoever wrote it.</param>
public sealed record MessageChange(string Key, string Procedure, string Step, string Cases, int Version, MessageRevision Revision, string Author)
{
    public MessageScope Scope => new(Procedure, Step, Cases);
}

/// <summary>One message, in one scope.</summary>
/// <param name="Shipped">What the software ships.</param>
/// <param name="Scope">Where.</param>
/// <param name="Changes">What administrators made of it, in every scope.</param>
public sealed record MessageSheet(MessageTemplate Shipped, MessageScope Scope, IReadOnlyList<MessageChange> Changes)
{
    /// <summary>Names of the procedures that may have their own, by identifier; none when it is never of one.</summary>
    public required IReadOnlyList<(string Id, string Name)> Procedures { get; init; }

    /// <summary>Names of the steps of the procedure that may have their own, by identifier.</summary>
    public required IReadOnlyList<(string Id, string Name)> Steps { get; init; }

    /// <summary>The cases that may have their own, as <see cref="MessageScope.OfCases"/> writes them, with their name.</summary>
    public required IReadOnlyList<(string Id, string Name)> Cases { get; init; }

    public string Key => Shipped.Key;

    public string Procedure => Scope.Procedure;

    public bool IsScoped => !Scope.IsEverywhere;

    /// <summary>In this scope; null when nobody did anything in it.</summary>
    public MessageChange? Change => Changes.FirstOrDefault(change => change.Scope == Scope);

    /// <summary>What is in force as long as nothing is written in this scope.</summary>
    public MessageText Inherited => InheritedFrom?.Revision.Text ?? Shipped.Text;

    /// <summary>Where that is written; null when the software ships it.</summary>
    public MessageChange? InheritedFrom => Changes.Where(change => change.Scope != Scope && change.Scope.Covers(Scope) && change.Revision.Text is not null).MaxBy(change => change.Scope.Precision);

    public MessageText InForce => Change?.Revision.Text ?? Inherited;

    /// <summary>What keeps it from leaving in this scope: the change that cut it; null when nothing does.</summary>
    public MessageChange? Cut => Shipped.IsMandatory ? null : Changes.Where(change => change.Revision.IsOff && change.Scope.Covers(Scope)).MaxBy(change => change.Scope.Precision);

    /// <summary>Whether nothing leaves in this scope.</summary>
    public bool IsOff => Cut is not null;

    /// <summary>« dans la procédure « Candidature » », « partout ».</summary>
    public string ScopeName => NameOf(Scope);

    /// <summary>Says where a text holds.</summary>
    public string NameOf(MessageScope scope)
    {
        string[] parts =
        [
            .. scope.Step.Length > 0 ? [$"à l’étape «\u00a0{Find(Steps, scope.Step)}\u00a0»"] : (string[])[],
            .. scope.Procedure.Length > 0 ? [$"dans la procédure «\u00a0{Find(Procedures, scope.Procedure)}\u00a0»"] : (string[])[],
            .. scope.Cases.Length > 0 ? [$"pour «\u00a0{Find(Cases, scope.Cases)}\u00a0»"] : (string[])[],
        ];
        return parts.Length == 0 ? "partout" : string.Join(' ', parts);

        static string Find(IReadOnlyList<(string Id, string Name)> known, string id) => known.FirstOrDefault(one => one.Id == id).Name ?? id;
    }
}

/// <summary>Reads messages with what administrators made of them.</summary>
public sealed class MessageReader(FabriqueDbContext db, MessageCatalog shipped, SubjectTypes subjects, WritingSteps steps)
{
    internal static Refusal Unknown { get; } = new("message-unknown", "Ce message n’existe pas, ou cette procédure ne peut pas avoir le sien.");

    /// <summary>What administrators made of every message.</summary>
    public Task<List<MessageChange>> ListAsync(CancellationToken cancellationToken) => Read(db.MessageOverrides.AsNoTracking()).ToListAsync(cancellationToken);

    /// <returns>Null when there is no such message, or when it may not have a text of its own there.</returns>
    public async Task<MessageSheet?> FindAsync(string key, MessageScope scope, CancellationToken cancellationToken)
    {
        if (shipped.Find(key) is not { } template)
        {
            return null;
        }

        var drawn = await ReadProceduresAsync(template, cancellationToken);
        var sheet = new MessageSheet(template, scope, await Read(db.MessageOverrides.AsNoTracking().Where(message => message.Key == key)).ToListAsync(cancellationToken))
        {
            Procedures = [.. drawn.Select(procedure => (procedure.Id, procedure.Name))],
            Steps = drawn.Find(procedure => procedure.Id == scope.Procedure) is { Json: { } json } ? steps.Of(json, template.Key, MessageLabels.MayBeOfProcedure(template)) : [],
            Cases = await ReadCasesAsync(template, cancellationToken),
        };
        return sheet.Change is not null || (Offers(sheet.Procedures, scope.Procedure) && Offers(sheet.Steps, scope.Step) && Offers(sheet.Cases, scope.Cases)) ? sheet : null;

        static bool Offers(IReadOnlyList<(string Id, string Name)> offered, string id) => id.Length == 0 || offered.Any(one => one.Id == id);
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
        var found = await db.MessageOverrides.Include(message => message.Revisions).AsSingleQuery().SingleOrDefaultAsync(message => message.Key == sheet.Key && message.Procedure == sheet.Scope.Procedure && message.Step == sheet.Scope.Step && message.Cases == sheet.Scope.Cases, cancellationToken);
        if (found is null)
        {
            found = MessageOverride.Of(id, sheet.Key, sheet.Scope);
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
        orderby message.Key, message.Procedure, message.Step, message.Cases
        select new MessageChange(message.Key, message.Procedure, message.Step, message.Cases, message.Version, revision, person.FullName);

    // All of them write the shared messages about tasks; another message is of those that send it.
    private async Task<List<DrawnProcedure>> ReadProceduresAsync(MessageTemplate template, CancellationToken cancellationToken)
    {
        var isShared = MessageLabels.MayBeOfProcedure(template);
        var written = $"\"{template.Key}\"";
        var published = await db.Set<WorkflowDefinitionRow>()
            .Where(version => version.IsPublished && version.DefinitionId.Length <= MessageOverride.ProcedureLength)
            .Select(version => new DrawnProcedure(version.DefinitionId, version.Name, version.Json))
            .ToListAsync(cancellationToken);
        return [.. published
            .Where(procedure => isShared || procedure.Json.Contains(written, StringComparison.Ordinal) || procedure.Json.Contains(written.Replace("/", "\\u002F", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase))
            .OrderBy(procedure => procedure.Name, StringComparer.Create(Kernel.Time.FrenchCulture.Instance, ignoreCase: true))];
    }

    private async Task<IReadOnlyList<(string Id, string Name)>> ReadCasesAsync(MessageTemplate template, CancellationToken cancellationToken)
    {
        var folder = MessageLabels.FolderOf(template.Key);
        var isShared = MessageLabels.MayBeOfProcedure(template);
        var found = new List<(string Id, string Name)>();
        foreach (var scope in subjects.All.Where(type => isShared || type.MessageFolders.Contains(folder)).SelectMany(type => type.Scopes).DistinctBy(scope => scope.Code))
        {
            found.AddRange((await scope.ListAsync(db, cancellationToken)).Select(choice => (MessageScope.OfCases(scope.Code, choice.Key), $"{scope.Label}\u00a0: {choice.Name}")));
        }

        return found;
    }

    private sealed record DrawnProcedure(string Id, string Name, string Json);
}
