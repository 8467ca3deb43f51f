using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Forms;
using Fabrique.Domain.People;
using Fabrique.Domain.Products;
using Fabrique.Domain.Work;

namespace Fabrique.Data.Tests;

internal static class Sample
{
    public static DateTime Now { get; } = new(2026, 11, 24, 9, 30, 15, DateTimeKind.Utc);

    public static StaffMember Person(string key = "lea", params string[] roles) =>
        StaffMember.Register(Guid.CreateVersion7(), key, "Léa Été-Martin", $"{key}@exemple.gouv.fr", "DREAL Normandie", roles, Now);

    public static CallForApplications Call(string slug = "appel-2026")
    {
        var call = CallForApplications.Draft(Guid.CreateVersion7(), slug, "Appel d’automne", "Écologie", "Une présentation.", Now.AddDays(-10), Now.AddDays(10), 4);
        call.Schedule();
        call.Open();
        return call;
    }

    public static FormAnswers Answers { get; } = ApplicationForms.Fill("Mieux trier", "Le problème", "La solution", "Les premiers usagers");

    public static Application Draft(CallForApplications call, StaffMember applicant, string reference = "C-2026-0001") =>
        Application.StartDraft(Guid.CreateVersion7(), reference, call.Id, applicant.Id, Answers, Now);

    public static Application UnderScreening(CallForApplications call, StaffMember applicant)
    {
        var application = Draft(call, applicant);
        application.Submit(applicant.Id, call, CallApplicant.Unknown, Now);
        application.StartScreening();
        return application;
    }

    public static Product Product(StaffMember intrapreneur, string ghid = "mieux-trier") => Domain.Products.Product.Launch(
        Guid.CreateVersion7(), ghid, "Mieux trier", "Trier sans y penser", null, intrapreneur.Id, Guid.CreateVersion7(), new DateOnly(2026, 12, 1));

    public static WorkItem Task(Assignee assignee, string policy = "J-7, J-2, J+3")
    {
        Assert.Null(ReminderText.Read(policy, out var reminders));
        return WorkItem.Open(
            Guid.CreateVersion7(), "Opinion", new Subject("Application", Guid.CreateVersion7()), "Donner un avis", assignee, "instance-1", Now, Now.AddDays(30), reminders,
            new TaskSheet("", Form.None, []) { Escalation = Escalation.After(Now.AddDays(30), 3, assignee) });
    }
}
