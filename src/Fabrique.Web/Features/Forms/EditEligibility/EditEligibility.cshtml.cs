using System.ComponentModel.DataAnnotations;
using Fabrique.Domain;
using Fabrique.Domain.Forms;
using Fabrique.Web.Features.Forms.ChangeForm;
using Fabrique.Web.Kernel.Forms;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Forms.EditEligibility;

/// <summary>A rule that tells who may apply, and what the others read.</summary>
[Authorize(Policies.TeamOrAdministrator)]
public sealed class EditEligibilityModel(CallForms forms, FormReader reader, ChangeFormHandler change, TimeProvider clock) : RulePage(forms, reader, clock)
{
    /// <summary>Of the rule, from 1; null for a new one.</summary>
    [BindProperty(SupportsGet = true, Name = "number")]
    public int? Number { get; set; }

    [BindProperty]
    [Display(Name = "Phrase aux personnes qui ne peuvent pas candidater", Description = "Dites pourquoi, et ce qu’elles peuvent faire.")]
    [Required(ErrorMessage = "Écrivez la phrase que liront les personnes qui ne peuvent pas candidater.")]
    [TextLength(PutEligibility.SentenceLength)]
    public string? Otherwise { get; set; }

    public bool HasSimpleRule { get; private set; } = true;

    /// <summary>As it is kept; null for a new one.</summary>
    public EligibilityRule? Kept => Number is { } number ? Form.Draft.Eligibility.ElementAtOrDefault(number - 1) : null;

    protected override IReadOnlyList<FormField> Readable => [.. Form.Draft.Questions];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        if (Kept is { } kept)
        {
            (Otherwise, Rule) = (kept.Otherwise, RuleInput.Of(kept.Rule) ?? new RuleInput());
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        // All that is wrong is told at once, each thing beside its field.
        var edition = ReadSheet();
        return await SubmitAsync(
            token => change.HandleAsync(new ChangeForm.ChangeForm(Form.Design!.Id, Version, edition), token),
            _ => Done("La règle est enregistrée dans le brouillon."),
            cancellationToken);
    }

    public Task<IActionResult> OnPostDeleteAsync(CancellationToken cancellationToken)
    {
        ModelState.Remove(nameof(Otherwise));
        return SubmitAsync(
            token => change.HandleAsync(new ChangeForm.ChangeForm(Form.Design!.Id, Version, new PutEligibility(Number - 1, null)), token),
            _ => Done("La règle est retirée du brouillon."),
            cancellationToken);
    }

    protected override FormEdition ReadSheet()
    {
        var rule = !HasSimpleRule && Rule.IsEmpty ? Kept!.Rule : Editor.Read(ModelState);
        if (rule is null && Rule.IsEmpty)
        {
            ModelState.AddModelError("", "Ajoutez au moins une condition : sans elle, la règle ne dit rien.");
        }

        return new PutEligibility(Number - 1, rule is null ? null : new EligibilityRule(rule, Texts.Lines(Otherwise)));
    }

    // The questions that the rule reads, as they are asked before any effort.
    protected override LivePart PartOf(Form form)
    {
        var rule = form.Eligibility[(Number ?? form.Eligibility.Count) - 1];
        var fields = new Form(form.Code, form.Version, form.Fields, [rule]).EligibilityFields;
        return new LivePart(new Form(form.Code, form.Version, [.. fields.Select(field => field with { IsRequired = true })], [rule]));
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!await base.LoadAsync(cancellationToken) || Number is not null && Kept is null)
        {
            return false;
        }

        HasSimpleRule = RuleInput.Of(Kept?.Rule) is not null;
        return true;
    }

    private LocalRedirectResult Done(string sentence)
    {
        TempData.Confirm(sentence);
        return LocalRedirect($"{FormLinks.Show(Slug)}#eligibilite");
    }
}
