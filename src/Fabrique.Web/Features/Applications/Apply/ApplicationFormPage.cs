using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Forms;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.Forms;
using Fabrique.Web.Kernel.Pages;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Applications.Apply;

/// <summary>The form of a call, filled for an application that is new or under way.</summary>
public abstract class ApplicationFormPage(FormReader forms, SaveApplicationHandler handler, TimeProvider clock) : FormPage
{
    private Form asked = ApplicationForms.Default;
    private FormAnswers? read;

    /// <summary>What was typed, by path.</summary>
    [BindProperty(Name = FormFields.Prefix)]
    public Dictionary<string, string?> Answers { get; set; } = [];

    /// <summary>The version of the form that the page showed: what was typed is read by it, whatever is in force by then.</summary>
    [BindProperty]
    public Guid? FormVersion { get; set; }

    public FormFields Fields { get; private set; } = new(ApplicationForms.Default, FormAnswers.None) { IsDraft = true };

    public CallForApplications Call { get; protected set; } = null!;

    public Refusal? WhyNotApply { get; protected set; }

    protected DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Reads the form of the call.</summary>
    /// <param name="kept">The application under way; null for a new one.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    protected async Task LoadFieldsAsync(Application? kept, CancellationToken cancellationToken)
    {
        var inForce = await forms.FindInForceAsync(Call.FormId, cancellationToken);
        var form = inForce?.Form ?? ApplicationForms.Default;
        asked = form;
        if (HttpMethods.IsPost(Request.Method) && FormVersion is { } shown && shown != inForce?.Id && await forms.FindVersionAsync(Call.FormId, shown, cancellationToken) is { } earlier)
        {
            asked = earlier.Form;
        }

        ModelState.Remove(nameof(FormVersion));
        FormVersion = inForce?.Id;
        var answers = kept is null ? new FormAnswers(form.Code, form.Version) : form.Rebase(kept.Answers, kept.Form);
        Fields = new FormFields(form, read is null ? answers : form.Rebase(read, asked).With(answers.Former))
        {
            IsDraft = true,
            Known = await forms.ListAsync(form, cancellationToken),
            Today = ParisTime.DayOf(Now.UtcDateTime),
            Typed = HttpMethods.IsPost(Request.Method) ? Answers : null,
        };
    }

    /// <summary>Reads what was typed and saves it.</summary>
    /// <param name="applicationId">See <see cref="SaveApplication.ApplicationId"/>; known once the page is loaded.</param>
    /// <param name="version">See <see cref="SaveApplication.Version"/>.</param>
    /// <param name="submit">Whether it is submitted too.</param>
    /// <param name="kept">What the person sees when it is refused but something was kept.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    protected async Task<IActionResult> SaveAsync(Func<Guid> applicationId, int? version, bool submit, Func<Application, Refusal, IActionResult>? kept, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        var answers = read = ModelState.ReadForm(asked, Answers, complete: submit, await forms.FindAsync(asked, Answers, cancellationToken));
        return await SubmitAsync(
            token => handler.HandleAsync(
                new SaveApplication { ApplicationId = applicationId(), CallId = Call.Id, Version = version, Answers = answers, Form = asked, Submit = submit },
                token),
            saved =>
            {
                TempData.Confirm(submit ? "Votre candidature est déposée. Un accusé de réception vous est envoyé." : "Votre brouillon est enregistré.");
                return LocalRedirect(ApplicationLinks.Show(saved.Reference));
            },
            cancellationToken,
            kept);
    }
}
