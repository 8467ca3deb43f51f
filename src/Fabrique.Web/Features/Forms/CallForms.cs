using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Forms;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Forms;

/// <summary>A call, and the form that it asks.</summary>
/// <param name="Call">The call.</param>
/// <param name="Design">Its own form; null when it asks what the product brings.</param>
public sealed record CallForm(CallForApplications Call, FormDesign? Design)
{
    /// <summary>What is under work.</summary>
    public Form Draft => Design?.Draft ?? ApplicationForms.Default;

    /// <summary>What is asked of whoever begins now.</summary>
    public Form InForce => Design?.InForce?.Form ?? ApplicationForms.Default;

    /// <summary>What keeps the draft from being published, but for its being unchanged.</summary>
    public IReadOnlyList<FormFault> Faults => Draft.FindFaults();

    public FormField? Find(string? parent, string key) => parent is null ? Draft.Find(key) : Draft.Find(parent)?.Fields.FirstOrDefault(field => field.Key == key);

    /// <summary>What a condition may read: the questions before a field.</summary>
    /// <param name="parent">Key of the repetition that asks the field; null for the form itself.</param>
    /// <param name="key">Of the field; null for a new one.</param>
    /// <param name="after">See <see cref="AddField"/>.</param>
    public IReadOnlyList<FormField> Before(string? parent, string? key, string? after)
    {
        var above = parent is null ? [] : Before(null, parent, null);
        var fields = parent is null ? Draft.Fields : Draft.Find(parent)?.Fields ?? [];
        var before = key is not null ? fields.TakeWhile(field => field.Key != key)
            : after is null ? fields
            : after.Length == 0 ? []
            : fields.TakeWhile(field => field.Key != after).Concat(fields.Where(field => field.Key == after));
        return [.. above, .. before.Where(field => field.Kind.IsQuestion)];
    }
}

/// <summary>Finds the forms of calls.</summary>
public sealed class CallForms(FabriqueDbContext db)
{
    /// <summary>The form of a call, by its slug.</summary>
    public async Task<CallForm?> FindAsync(string slug, CancellationToken cancellationToken)
    {
        var call = await db.Calls.SingleOrDefaultAsync(call => call.Slug == slug, cancellationToken);
        return call is null ? null : new CallForm(call, call.FormId is { } id ? await DesignAsync(id, cancellationToken) : null);
    }

    /// <summary>A form, with all its versions.</summary>
    public Task<FormDesign> DesignAsync(Guid id, CancellationToken cancellationToken) => db.Forms.Include(form => form.Versions).AsSingleQuery().SingleAsync(form => form.Id == id, cancellationToken);

    /// <summary>The drafts of a call.</summary>
    public Task<List<Application>> DraftsAsync(Guid callId, CancellationToken cancellationToken) =>
        db.Applications.Where(application => application.CallId == callId && application.Status == ApplicationStatus.Draft).OrderBy(application => application.Reference).ToListAsync(cancellationToken);
}
