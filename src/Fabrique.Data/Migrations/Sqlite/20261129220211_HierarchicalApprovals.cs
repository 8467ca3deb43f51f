using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class HierarchicalApprovals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_application_status",
                table: "applications");

            migrationBuilder.AddColumn<Guid>(
                name: "manager_id",
                table: "applications",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "hierarchical_approvals",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    application_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    round = table.Column<int>(type: "INTEGER", nullable: false),
                    manager_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    asked_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    half_days_per_week = table.Column<int>(type: "INTEGER", nullable: true),
                    given_by_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    ended_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    overridden_by_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    override_reason = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_hierarchical_approvals", x => x.id);
                    table.CheckConstraint("ck_hierarchical_approval_ended", "status in ('Requested', 'NotRequired') or ended_at is not null");
                    table.CheckConstraint("ck_hierarchical_approval_explained", "status not in ('ApprovedWithReservation', 'Refused') or reason <> ''");
                    table.CheckConstraint("ck_hierarchical_approval_half_days", "half_days_per_week between 0 and 10");
                    table.CheckConstraint("ck_hierarchical_approval_status", "status in ('Requested', 'Approved', 'ApprovedWithReservation', 'Refused', 'NoAnswer', 'Overridden', 'NotRequired')");
                    table.CheckConstraint("ck_hierarchical_approvals_override_reason_length", "length(override_reason) <= 2000");
                    table.CheckConstraint("ck_hierarchical_approvals_reason_length", "length(reason) <= 2000");
                    table.ForeignKey(
                        name: "fk_hierarchical_approvals_application_id",
                        column: x => x.application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_hierarchical_approvals_given_by_id",
                        column: x => x.given_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_hierarchical_approvals_manager_id",
                        column: x => x.manager_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_hierarchical_approvals_overridden_by_id",
                        column: x => x.overridden_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_applications_manager_id",
                table: "applications",
                column: "manager_id");

            migrationBuilder.AddCheckConstraint(
                name: "ck_application_status",
                table: "applications",
                sql: "status in ('Draft', 'Submitted', 'AwaitingApproval', 'UnderScreening', 'Retained', 'NotRetained', 'Withdrawn')");

            migrationBuilder.CreateIndex(
                name: "ix_hierarchical_approvals_application_id",
                table: "hierarchical_approvals",
                column: "application_id",
                unique: true,
                filter: "status = 'Requested'");

            migrationBuilder.CreateIndex(
                name: "ix_hierarchical_approvals_application_id_round",
                table: "hierarchical_approvals",
                columns: new[] { "application_id", "round" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_hierarchical_approvals_given_by_id",
                table: "hierarchical_approvals",
                column: "given_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_hierarchical_approvals_manager_id",
                table: "hierarchical_approvals",
                column: "manager_id");

            migrationBuilder.CreateIndex(
                name: "ix_hierarchical_approvals_overridden_by_id",
                table: "hierarchical_approvals",
                column: "overridden_by_id");

            migrationBuilder.AddForeignKey(
                name: "fk_applications_manager_id",
                table: "applications",
                column: "manager_id",
                principalTable: "staff_members",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_applications_manager_id",
                table: "applications");

            migrationBuilder.DropTable(
                name: "hierarchical_approvals");

            migrationBuilder.DropIndex(
                name: "ix_applications_manager_id",
                table: "applications");

            migrationBuilder.DropCheckConstraint(
                name: "ck_application_status",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "manager_id",
                table: "applications");

            migrationBuilder.AddCheckConstraint(
                name: "ck_application_status",
                table: "applications",
                sql: "status in ('Draft', 'Submitted', 'UnderScreening', 'Retained', 'NotRetained', 'Withdrawn')");
        }
    }
}
