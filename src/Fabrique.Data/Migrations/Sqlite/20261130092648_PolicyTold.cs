using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class PolicyTold : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_named_reminder_policy_escalation",
                table: "reminder_policies");

            migrationBuilder.DropCheckConstraint(
                name: "ck_reminder_policies_escalates_to_role_length",
                table: "reminder_policies");

            migrationBuilder.RenameColumn(
                name: "escalates_to_role",
                table: "reminder_policies",
                newName: "escalates_to");

            migrationBuilder.AlterColumn<string>(
                name: "escalates_to",
                table: "reminder_policies",
                type: "TEXT",
                maxLength: 254,
                nullable: true,
                oldClrType: typeof(string),
                oldType: "TEXT",
                oldMaxLength: 40,
                oldNullable: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_named_reminder_policy_escalation",
                table: "reminder_policies",
                sql: "(escalates_to is null) = (escalates_after is null)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_reminder_policies_escalates_to_length",
                table: "reminder_policies",
                sql: "length(escalates_to) <= 254");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_named_reminder_policy_escalation",
                table: "reminder_policies");

            migrationBuilder.DropCheckConstraint(
                name: "ck_reminder_policies_escalates_to_length",
                table: "reminder_policies");

            migrationBuilder.RenameColumn(
                name: "escalates_to",
                table: "reminder_policies",
                newName: "escalates_to_role");

            migrationBuilder.AlterColumn<string>(
                name: "escalates_to_role",
                table: "reminder_policies",
                type: "TEXT",
                maxLength: 40,
                nullable: true,
                oldClrType: typeof(string),
                oldType: "TEXT",
                oldMaxLength: 254,
                oldNullable: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_named_reminder_policy_escalation",
                table: "reminder_policies",
                sql: "(escalates_to_role is null) = (escalates_after is null)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_reminder_policies_escalates_to_role_length",
                table: "reminder_policies",
                sql: "length(escalates_to_role) <= 40");
        }
    }
}
