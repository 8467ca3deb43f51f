using System.Reflection;
using Fabrique.Web.Features.Accounts;
using Fabrique.Web.Features.Administration;
using Fabrique.Web.Features.Admissibility;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Applications.Talk;
using Fabrique.Web.Features.Appointments;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Features.Delegations;
using Fabrique.Web.Features.Exports;
using Fabrique.Web.Features.Files;
using Fabrique.Web.Features.Forms;
using Fabrique.Web.Features.Home;
using Fabrique.Web.Features.Incidents;
using Fabrique.Web.Features.Instances;
using Fabrique.Web.Features.Jobs;
using Fabrique.Web.Features.Mailbox;
using Fabrique.Web.Features.Messages;
using Fabrique.Web.Features.MyMessages;
using Fabrique.Web.Features.MySpace;
using Fabrique.Web.Features.Organisation;
using Fabrique.Web.Features.Panels;
using Fabrique.Web.Features.Procedures;
using Fabrique.Web.Features.Products;
using Fabrique.Web.Features.Reminders;
using Fabrique.Web.Features.Screening;
using Fabrique.Web.Features.SignIn;
using Fabrique.Web.Features.Similarities;
using Fabrique.Web.Features.Work;
using Fabrique.Web.Kernel.Hosting;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Platform.Calendars;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Platform.Operations;
using Fabrique.Web.Platform.Tasks;

namespace Fabrique.Web.Setup;

/// <summary>The modules that the product is made of.</summary>
internal static class Modules
{
    /// <summary>Assemblies beside the program whose modules are added: <c>Fabrique:Modules:0</c>…</summary>
    private const string Section = "Fabrique:Modules";

    /// <summary>The product's own. A procedure that speaks of several subjects is about that of the first.</summary>
    public static IReadOnlyList<FabriqueModule> Own =>
    [
        new ApplicationsModule(),
        new AdmissibilityModule(),
        new TalkModule(),
        new CallsModule(),
        new ScreeningModule(),
        new FormsModule(),
        new PanelsModule(),
        new ProductsModule(),
        new SimilaritiesModule(),
        new WorkModule(),
        new DelegationsModule(),
        new OrganisationModule(),
        new AccountsModule(),
        new FilesModule(),
        new ExportsModule(),
        new AppointmentsModule(),
        new MySpaceModule(),
        new MyMessagesModule(),
        new SignInModule(),
        new HomeModule(),
        new AdministrationModule(),
        new ProceduresModule(),
        new InstancesModule(),
        new MailboxModule(),
        new MessagesModule(),
        new RemindersModule(),
        new IncidentsModule(),
        new JobsModule(),
        new MailModule(),
        new CalendarsModule(),
        new TasksModule(),
        new OperationsModule(),
    ];

    /// <summary>The product's own, and those of the assemblies that the configuration names.</summary>
    /// <exception cref="StartUpException">An assembly is not there, or holds no module; or two modules have one code.</exception>
    public static ModuleSet Load(IConfiguration configuration) =>
        new([.. Own, .. (configuration.GetSection(Section).Get<string[]>() ?? []).SelectMany(Find)]);

    private static List<FabriqueModule> Find(string assembly)
    {
        try
        {
            List<FabriqueModule> found = [.. Assembly.Load(new AssemblyName(assembly)).GetTypes()
                .Where(type => type.IsAssignableTo(typeof(FabriqueModule)) && !type.IsAbstract)
                .Select(type => (FabriqueModule)Activator.CreateInstance(type)!)];
            return found.Count > 0 ? found : throw new StartUpException($"{Section}\u00a0: «\u00a0{assembly}\u00a0» ne contient aucun module.");
        }
        catch (Exception missing) when (missing is FileNotFoundException or FileLoadException or BadImageFormatException or ArgumentException)
        {
            throw new StartUpException($"{Section}\u00a0: l’assemblage «\u00a0{assembly}\u00a0» n’est pas à côté du programme, ou ne se lit pas.", missing);
        }
    }
}
