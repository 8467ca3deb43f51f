using Fabrique.Domain.Forms;
using Fabrique.Web.Features.Forms.ChangeForm;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Forms.DeleteField;

/// <summary>A field is taken away, once one knows how many answered it.</summary>
[Authorize(Policies.TeamOrAdministrator)]
public sealed class DeleteFieldModel(CallForms forms, ChangeFormHandler change) : CallFormPage(forms)
{
    private readonly CallForms forms = forms;

    [BindProperty(SupportsGet = true, Name = "key")]
    public string Key { get; set; } = "";

    /// <summary>See <see cref="AddField.Parent"/>.</summary>
    [BindProperty(SupportsGet = true, Name = "dans")]
    public string? Parent { get; set; }

    public FormField Field { get; private set; } = null!;

    /// <summary>How many drafts have an answer to it.</summary>
    public int Answered { get; private set; }

    /// <summary>The fields whose condition reads it.</summary>
    public IReadOnlyList<FormField> Readers { get; private set; } = [];

    /// <summary>Whether a rule of eligibility reads it.</summary>
    public bool TellsWhoMayApply { get; private set; }

    public string Back => Parent is null ? FormLinks.Show(Slug, Key) : FormLinks.EditField(Slug, Parent);

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => change.HandleAsync(new ChangeForm.ChangeForm(Form.Design!.Id, Version, new Domain.Forms.DeleteField(Key, Parent)), token),
        _ =>
        {
            TempData.Confirm($"« {Field.Label} » est retirée du brouillon.");
            return LocalRedirect(Parent is null ? FormLinks.Show(Slug) : FormLinks.EditField(Slug, Parent));
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!await base.LoadAsync(cancellationToken) || Form.Find(Parent, Key) is not { } field)
        {
            return false;
        }

        Field = field;
        if (field.Kind.IsQuestion)
        {
            Answered = (await forms.DraftsAsync(Form.Call.Id, cancellationToken)).Count(draft => Parent is null
                ? field.Kind.IsAnswered(draft.Answers[Key])
                : draft.Answers[Parent] is RowsValue { Rows: var rows } && rows.Any(row => row[Key] is not null));
        }

        var all = Parent is null ? Form.Draft.Fields.SelectMany(other => other.Fields.Append(other)) : Form.Draft.Find(Parent)!.Fields;
        Readers = [.. all.Where(other => other.VisibleWhen?.Keys.Contains(Key, StringComparer.Ordinal) == true)];
        TellsWhoMayApply = Parent is null && Form.Draft.Eligibility.Any(rule => rule.Rule.Keys.Contains(Key, StringComparer.Ordinal));
        return true;
    }
}
