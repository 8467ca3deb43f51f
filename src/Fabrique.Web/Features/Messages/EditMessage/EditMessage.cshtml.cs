using System.ComponentModel.DataAnnotations;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Differences;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Mail;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Messages.EditMessage;

/// <summary>One message: what it says, what may be written in it, how it is received.</summary>
[ShowsMail]
[Authorize(Policies.AdministrationReader)]
public sealed class EditMessageModel(
    MessageReader reader, MessageReview review, MessageCases cases, MessageRenderer renderer, SaveMessageHandler save, SendTrialHandler trial, FabriqueDbContext db, Actor actor, TimeProvider clock)
    : MessagePage(reader, renderer, actor)
{
    private readonly MessageRenderer renderer = renderer;
    private readonly Actor actor = actor;

    [BindProperty]
    [Display(Name = "Objet")]
    public string? Subject { get; set; }

    [BindProperty]
    [Display(Name = "Aperçu", Description = "La phrase que les messageries montrent à côté de l’objet, avant que le message soit ouvert. Sans elle, elles montrent les premiers mots.")]
    public string? Preheader { get; set; }

    [BindProperty]
    [Display(Name = "Pourquoi la personne le reçoit", Description = "Une phrase, écrite au bas du message.")]
    public string? Reason { get; set; }

    [BindProperty]
    [Display(Name = "Corps", Description = "Une ligne vide sépare deux paragraphes. **gras**, ## intertitre, - liste, [libellé](adresse) ; un lien seul dans son paragraphe devient un bouton.")]
    [TextLength(MessageText.BodyLength)]
    public string? Body { get; set; }

    [BindProperty]
    [Display(Name = "Pourquoi ce changement", Description = "Lu dans la liste des versions.")]
    [TextLength(MessageRevision.WhyLength)]
    public string? Why { get; set; }

    /// <summary>The case with which it is shown.</summary>
    [BindProperty]
    [Display(Name = "Montrer avec")]
    public string? Case { get; set; }

    /// <summary>Of the mail that the button of the trial writes.</summary>
    [BindProperty]
    public Guid TrialId { get; set; }

    public IReadOnlyList<DsfrOption> RealCases { get; private set; } = [];

    public IReadOnlyList<DsfrOption> StepOptions => [.. Sheet.Steps.Select(step => new DsfrOption(step.Id, step.Name))];

    public IReadOnlyList<DsfrOption> CaseOptions => [.. Sheet.Cases.Select(cases => new DsfrOption(cases.Id, cases.Name))];

    /// <summary>Null when what was typed cannot be shown.</summary>
    public MessagePreview? Preview { get; private set; }

    /// <summary>What is in force against what was typed, when somebody else changed it meanwhile.</summary>
    public IReadOnlyList<ComparedLine>? Meanwhile { get; private set; }

    /// <summary>How the text of the software changed since ours was written in its place; null when it has not.</summary>
    public IReadOnlyList<ComparedLine>? ShippedSince { get; private set; }

    /// <summary>What was just done, without leaving the page.</summary>
    public string? Notice { get; private set; }

    public IReadOnlyList<MergeTag> Tags => review.TagsOf(Sheet.Shipped);

    public bool IsSometimesUnknown(MergeTag tag) => review.IsSometimesUnknown(Sheet.Shipped, tag);

    private MessageText Typed => new(Texts.Line(Subject), Texts.Line(Preheader), Texts.Line(Reason), Texts.Lines(Body).Trim());

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        var text = Sheet.InForce;
        (Subject, Preheader, Reason, Body, Version) = (text.Subject, text.Preheader, text.Reason, text.Body, Sheet.Change?.Version);
        await ShowMessageAsync(text, cancellationToken);
        return Page();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => ActAsync(
        token => save.HandleAsync(new SaveMessage { Key = Key, Scope = Sheet.Scope, Text = Typed, Why = Texts.Lines(Why), Version = Version }, token),
        () =>
        {
            TempData.Confirm("Le message est enregistré\u00a0: il s’écrira ainsi à partir de maintenant. Les messages déjà écrits ne changent pas.");
            return LocalRedirect(MessageLinks.Edit(Key, Sheet.Scope));
        },
        cancellationToken);

    public Task<IActionResult> OnPostVerifyAsync(CancellationToken cancellationToken) => ActAsync(
        async token =>
        {
            await ShowMessageAsync(Typed, token);
            return Outcome.Done;
        },
        () => Shown("Ce texte est correct. Il n’est pas encore enregistré\u00a0: voici, plus bas, comment il serait reçu."),
        cancellationToken);

    public Task<IActionResult> OnPostTrialAsync(CancellationToken cancellationToken) => ActAsync(
        async token =>
        {
            await ShowMessageAsync(Typed, token);
            return await trial.HandleAsync(new SendTrial { MailId = TrialId, Key = Key, Text = Typed, Case = Case }, token);
        },
        () => Shown("L’essai part à votre adresse. Il n’enregistre rien."),
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!await base.LoadAsync(cancellationToken))
        {
            return false;
        }

        if (TrialId == Guid.Empty)
        {
            TrialId = Guid.CreateVersion7(clock.GetUtcNow());
        }

        RealCases = MayAct ? await cases.ListAsync(Sheet.Shipped, cancellationToken) : [];
        if (Sheet.Change?.Revision is { Shipped: { } earlier } revision && revision.IsBehind(Sheet.Shipped.Text))
        {
            ShippedSince = TextDifference.Between(earlier.Split('\n'), Sheet.Shipped.Text.ToLines());
        }

        return true;
    }

    protected override async Task ShowFreshAsync(CancellationToken cancellationToken)
    {
        await base.ShowFreshAsync(cancellationToken);
        Meanwhile = TextDifference.Between(Sheet.InForce.ToLines(), Typed.ToLines());
    }

    private async Task<IActionResult> ActAsync(Func<CancellationToken, Task<Outcome>> useCase, Func<IActionResult> done, CancellationToken cancellationToken)
    {
        if (!MayAct)
        {
            return Forbid();
        }

        Check();
        return await SubmitAsync(useCase, done, cancellationToken);
    }

    // Each problem is told beside its field.
    private void Check()
    {
        if (!renderer.Catalog.Contains(Key) || review.Read(Key, Typed, out var problems) is not null)
        {
            return;
        }

        foreach (var problem in problems)
        {
            var field = problem.Part.ToString();
            if (problem.Line is not null || ModelState[field] is not { Errors.Count: > 0 })
            {
                ModelState.AddModelError(field, MessageLabels.Tell(problem));
            }
        }
    }

    private async Task ShowMessageAsync(MessageText text, CancellationToken cancellationToken)
    {
        // What administrators wrote before an upgrade may not be readable any more: the form says why once it is verified.
        if (review.Read(Key, text, out _) is not { } template)
        {
            return;
        }

        var me = await db.StaffMembers.SingleAsync(person => person.Id == actor.Id, cancellationToken);
        Preview = renderer.Preview(template, me, await cases.ReadAsync(template, Case, cancellationToken), isTrial: false);
    }

    private PageResult Shown(string notice)
    {
        Notice = notice;
        ModelState.Remove(nameof(TrialId));
        TrialId = Guid.CreateVersion7(clock.GetUtcNow());
        return Page();
    }
}
