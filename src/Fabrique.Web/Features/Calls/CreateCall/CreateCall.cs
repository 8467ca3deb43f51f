using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Forms;
using Fabrique.Domain.Messages;
using Fabrique.Web.Kernel.Forms;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Calls.CreateCall;

/// <summary>The team begins a call, from nothing or after another one.</summary>
public sealed record CreateCall
{
    /// <summary>Chosen by the form when it was first shown, so that a form sent twice makes one call.</summary>
    public required Guid Id { get; init; }

    /// <summary>The version that the form was told of, once it is not the first to be sent; null until then.</summary>
    public int? Version { get; init; }

    /// <summary>Its address; null to make one of the title.</summary>
    public required string? Slug { get; init; }

    public required CallSheet Sheet { get; init; }

    /// <summary>The call that it is made after: whom it is for, whose opinion is asked, the version of the procedure, its form and its own messages come along.</summary>
    public Guid? ModelId { get; init; }
}

public sealed class CreateCallHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, FormCopier forms, CallStory story, TimeProvider clock) : Handler<CreateCall, CallForApplications>(runner)
{
    protected override async Task<Outcome<CallForApplications>> ActAsync(CreateCall input, CancellationToken cancellationToken)
    {
        if (await db.Calls.SingleOrDefaultAsync(call => call.Id == input.Id, cancellationToken) is { } already)
        {
            return await GoOnAsync(already, input, cancellationToken);
        }

        if (input.Sheet.Problem is { } problem)
        {
            return problem;
        }

        var slug = input.Slug ?? await FindFreeAsync(CallSlug.Propose(input.Sheet.Title), cancellationToken);
        if (CallSlug.Problem(slug) is { } refusal)
        {
            return refusal;
        }

        if (await db.Calls.AnyAsync(call => call.Slug == slug, cancellationToken))
        {
            return Taken(slug);
        }

        var created = CallForApplications.Draft(input.Id, slug, input.Sheet);
        db.Calls.Add(created);
        if (input.ModelId is { } modelId && await db.Calls.Include(call => call.Jurors).AsSingleQuery().SingleOrDefaultAsync(call => call.Id == modelId, cancellationToken) is { } model)
        {
            created.AddressTo(model.Audience, clock.GetUtcNow().UtcDateTime);
            created.Prefer(model.ProcedureVersionId);
            foreach (var juror in model.Jurors)
            {
                created.AddJuror(juror.StaffMemberId);
            }

            await CopyFormAsync(created, model, cancellationToken);
            await CopyMessagesAsync(created, model, cancellationToken);
            story.Tell(created, $"L’appel est préparé d’après « {model.Title} ».");
        }
        else
        {
            story.Tell(created, "L’appel est préparé.");
        }

        return created;
    }

    internal static Refusal Taken(string slug) => new("call-slug-taken", $"« {slug} » est déjà l’adresse d’un autre appel : choisissez-en une autre.");

    // What was published for the model is asked by the copy too, without anybody having to publish it again.
    private async Task CopyFormAsync(CallForApplications created, CallForApplications model, CancellationToken cancellationToken)
    {
        if (model.FormId is not { } formId)
        {
            return;
        }

        var now = clock.GetUtcNow();
        var design = await forms.CopyAsync(formId, ApplicationForms.Default, created.FormCode, Texts.Clip(created.Title, FormDesign.TitleLength), cancellationToken);
        var published = await db.FormVersions.Where(version => version.DesignId == formId).OrderByDescending(version => version.Number).FirstOrDefaultAsync(cancellationToken);
        if (published is not null)
        {
            // What the draft asks otherwise stays to be published.
            var draft = design.Draft;
            Restore(published.Form);
            if (design.MayBePublished(ApplicationForms.Requirements) is null)
            {
                design.Publish(Guid.CreateVersion7(now), now.UtcDateTime, actor.Id, ApplicationForms.Requirements);
            }

            Restore(draft);
        }

        created.Ask(design.Id);

        // Nothing refuses what was a form already.
        void Restore(Form form) => design.Change(new RestoreForm(form), now.UtcDateTime, ApplicationForms.Requirements);
    }

    private async Task CopyMessagesAsync(CallForApplications created, CallForApplications model, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var cases = MessageScope.OfCases(CallSubject.SubjectCode, model.Id);
        var own = await db.MessageOverrides.Include(message => message.Revisions).AsSingleQuery().Where(message => message.Cases == cases).ToListAsync(cancellationToken);
        var author = new RevisionAuthor(actor.Id, now.UtcDateTime, Texts.Clip($"Repris de l’appel « {model.Title} ».", MessageRevision.WhyLength));
        db.MessageOverrides.AddRange(own.Select(message => message.CopyFor(Guid.CreateVersion7(now), MessageScope.OfCases(CallSubject.SubjectCode, created.Id), author)));
    }

    // The same new form, sent again: what it says is what is kept, or it is told that something else is.
    private async Task<Outcome<CallForApplications>> GoOnAsync(CallForApplications call, CreateCall input, CancellationToken cancellationToken)
    {
        var slug = input.Slug ?? call.Slug;
        if (call.Sheet.Says(input.Sheet) && slug == call.Slug)
        {
            return call;
        }

        db.ExpectVersion(call, input.Version ?? -1);
        var now = clock.GetUtcNow().UtcDateTime;
        if ((call.MayMove(slug) ?? call.MayChange(input.Sheet, "", now)) is { } refusal)
        {
            return refusal;
        }

        if (slug != call.Slug && await db.Calls.AnyAsync(other => other.Slug == slug && other.Id != call.Id, cancellationToken))
        {
            return Taken(slug);
        }

        call.Move(slug);
        call.Change(input.Sheet, "", now);
        return call;
    }

    private async Task<string> FindFreeAsync(string proposed, CancellationToken cancellationToken)
    {
        // Few calls begin alike.
        var taken = await db.Calls.Where(call => call.Slug.StartsWith(proposed)).Select(call => call.Slug).ToListAsync(cancellationToken);
        var number = 1;
        while (taken.Contains(CallSlug.Numbered(proposed, number), StringComparer.Ordinal))
        {
            number++;
        }

        return CallSlug.Numbered(proposed, number);
    }
}
